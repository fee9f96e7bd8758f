import { isUtf8 } from "node:buffer";

const MAGIC: readonly (readonly [magic: string, kind: string])[] = [
  ["\x89PNG\r\n\x1a\n", "a PNG picture"],
  ["\xff\xd8\xff", "a JPEG picture"],
  ["GIF8", "a GIF picture"],
  ["%PDF-", "a PDF document"],
  ["PK\x03\x04", "a zip archive"],
  ["7z\xbc\xaf\x27\x1c", "a 7z archive"],
  ["\x7fELF", "a program (ELF)"],
  ["MZ", "a program for Windows"],
  ["\xcf\xfa\xed\xfe", "a program for macOS"],
  ["hsqs", "a squashfs filesystem"],
  ["QFI\xfb", "a disk image (qcow2)"],
  ["SQLite format 3\0", "an SQLite database"],
  ["!<arch>\n", "an ar archive (a Debian package or a library)"],
  ["#!", "a script"],
];

/** Returns the kind of a file that is not a tar archive, by its first bytes: "a PNG picture". */
export function describe(head: Buffer, size: number): string {
  // The header begins with a script of 32 bytes. Source: github.com/apptainer/sif, pkg/sif/sif.go.
  if (head.toString("latin1", 32, 41) === "SIF_MAGIC") return "an image of Apptainer or Singularity (SIF)";
  const start = head.toString("latin1", 0, 32);
  const known = MAGIC.find(([magic]) => start.startsWith(magic));
  if (known !== undefined) return known[1];
  if (head.every((byte) => byte === 0)) return "nothing but zeros";
  const text = head.length < size ? head.subarray(0, head.length - 4) : head;
  if (!head.includes(0) && (isUtf8(text) || isUtf8(head))) {
    if (/^\s*[[{]/.test(head.toString("utf8")))
      return "a JSON document, not the archive that it may belong to";
    if (/^(?:#.*\n|\s)*FROM\s/i.test(head.toString("utf8")))
      return "a Dockerfile, not an image built from it";
    return "plain text";
  }
  return size < 512 ? "binary data, too short for an archive" : "binary data of an unknown format";
}
