import { entryLines, entryOfLayer } from "../../../image/dockerfile/instruction.js";
import type { EntryType } from "../../../image/entry.js";
import { modeText } from "../../../image/mode.js";
import { humanSize } from "../../../text/bytes.js";
import { counted, withCommas } from "../../../text/count.js";
import { escapePath, escapeText, type Printable, type RawPath, rawPath } from "../../../text/escape.js";
import type { EntryId, EntryTable } from "../../../tree/columns/entry-table.js";
import type { Rootfs } from "../../../tree/file-tree.js";
import { timeText } from "../../../words/metadata-words.js";
import type { Area } from "../../drawing/area.js";
import type { OwnersJob } from "../../jobs/job.js";
import type { Subject } from "../../subject.js";
import { wraps } from "../view/glyphs.js";
import type { Digest, FactsPage, OwnerNames } from "./facts-page.js";

/** A line of the page: a label and a text. A continued line has no label. */
export interface FileFact {
  readonly label: string;
  readonly value: Printable;
}

export const TYPES: Readonly<Record<EntryType, string>> = {
  file: "a file",
  dir: "a folder",
  symlink: "a symlink",
  hardlink: "a hard link",
  char: "a character device",
  block: "a block device",
  fifo: "a named pipe",
};

/** Columns of the labels. */
export const LABEL_COLUMNS = 11;

/**
 * Returns the facts of the archive about a version of a path, and its origin, in lines of `columns` columns.
 */
export function fileFacts(subject: Subject, page: FactsPage, { columns }: Area): FileFact[] {
  const room = Math.max(columns - LABEL_COLUMNS - 1, 1);
  return facts(subject, page).flatMap(({ label, value }) => {
    const bytes = Buffer.from(value);
    const starts = wraps(bytes, room);
    return starts.map((from, line) =>
      fact(line === 0 ? label : "", bytes.toString("utf8", from, starts.at(line + 1))),
    );
  });
}

function facts(subject: Subject, { version, digest, says, names }: FactsPage): FileFact[] {
  const { tree, image } = subject.analysis;
  const { entries } = tree;
  const type = entries.type(version);
  const layer = entries.layer(version);
  const target = escapePath(entries.linkname(version));
  const out: FileFact[] = says === null ? [] : [fact("", says), fact("", "")];
  out.push(fact("path", escapePath(tree.path(entries.node[version]))), fact("type", TYPES[type]));
  if (target !== "") out.push(fact("leads to", type === "hardlink" ? `/${target}` : target));
  out.push(fact("mode", `${modeText(type, entries.mode(version))}  ${octal(entries.mode(version))}`));
  out.push(fact("owner", ownerText(`${entries.uid(version)}:${entries.gid(version)}`, names)));
  const content = contentRow(entries, version);
  if (content >= 0) out.push(fact("size", sizeText(entries.bytes(content))), ...partners(subject, version));
  if (entries.isFolder(version)) {
    const { files, bytes } = subject.filesBelow(filesystemOf(subject, version), entries.node[version]);
    out.push(fact("contains", `${counted(files, "file")}, ${sizeText(bytes)}`));
  }
  out.push(
    fact("changed", entries.isImplied(version) ? "unknown: no archive lists it" : timeText(entries, version)),
  );
  for (const [name, value] of entries.xattrs(version) ?? [])
    out.push(fact("xattr", `${escapeText(name)} = ${attributeText(name, value)}`));
  out.push(fact("layer", subject.layerNumber(layer)));
  for (const [index, line] of entryLines(entryOfLayer(image, layer)).entries())
    out.push(fact(index === 0 ? "made by" : "", line));
  if (content >= 0) out.push(fact("sha256", digestText(digest, entries.digest(content))));
  return out;
}

/** Returns the filesystem after the layer of a version; in a comparison of the image of the version. */
function filesystemOf(subject: Subject, version: EntryId): Rootfs {
  const { comparison, analysis } = subject;
  if (comparison === null) return subject.view(analysis.tree.entries.layer(version)).rootfs;
  const { a, b, firstOfB } = comparison.trees;
  return version < firstOfB ? a.rootfs : b.rootfs;
}

/** Returns a job that looks up the owner of a version in the lists of users and groups at that layer. */
export function ownersJob(subject: Subject, version: EntryId): OwnersJob {
  const { tree } = subject.analysis;
  const { entries } = tree;
  const rootfs = filesystemOf(subject, version);
  const listAt = (path: string) => {
    const node = tree.find(rawPath(path));
    return node < 0 || rootfs[node] < 0 ? -1 : contentRow(entries, rootfs[node]);
  };
  const owner = { uid: entries.uid(version), gid: entries.gid(version) };
  return { kind: "owners", ...owner, passwd: listAt("etc/passwd"), group: listAt("etc/group") };
}

/** Returns `1000:1000  app:staff`. A number without a name has a `?`. */
function ownerText(numbers: string, names: OwnerNames | null): string {
  if (names === null || (names.user === null && names.group === null)) return numbers;
  const shown = (name: string | null) => (name === null ? "?" : escapePath(rawPathOf(name)));
  return `${numbers}  ${shown(names.user)}:${shown(names.group)}`;
}

function rawPathOf(bytes: string): RawPath {
  return bytes as RawPath;
}

/** The maximum number of names in the list. */
const MOST_PARTNERS = 20;

/** Returns the other names of a file, and their number. */
function partners(subject: Subject, version: EntryId): FileFact[] {
  const { tree } = subject.analysis;
  const own = tree.entries.node[version];
  const others = subject
    .namesOf(filesystemOf(subject, version), tree.entries.inode[version])
    .filter((node) => node !== own);
  if (others.length === 0) return [];
  const listed = others.slice(0, MOST_PARTNERS).map((node) => escapePath(tree.path(node)));
  const more = others.length - listed.length;
  return [...listed, ...(more > 0 ? [`and ${counted(more, "more name")}`] : [])].map((text, at) =>
    fact(at === 0 ? "same file" : "", text),
  );
}

/** Returns capabilities in words, other attributes as they are stored. */
function attributeText(name: string, value: RawPath): string {
  const bytes = name === "security.capability" ? Buffer.from(value, "latin1") : null;
  return (bytes === null ? null : capabilitiesText(bytes)) ?? escapePath(value);
}

/**
 * Returns the row with the content of a file: its own, or that of its hard link's target. −1 if the target is
 * missing, or the path is not a file.
 */
export function contentRow(entries: EntryTable, version: EntryId): EntryId {
  const row = version < 0 ? -1 : entries.inode[version];
  return row >= 0 && entries.isFile(row) ? row : -1;
}

function fact(label: string, value: string): FileFact {
  return { label, value: escapeText(value) };
}

function octal(mode: number): string {
  return mode.toString(8).padStart(4, "0");
}

function sizeText(bytes: number): string {
  return bytes < 1000 ? humanSize(bytes) : `${humanSize(bytes)} (${withCommas(bytes)} bytes)`;
}

function digestText(digest: Digest, known: Uint8Array | null): string {
  if (known !== null) return Buffer.from(known).toString("hex");
  switch (digest.is) {
    case "unknown":
      return "press s to compute it";
    case "requested":
      return "reading …";
    case "known":
      return digest.hex;
    case "failed":
      return digest.why;
  }
}

/** Capabilities by their bit. Source: linux/capability.h, version 6.12. */
const NAMES = (
  "chown dac_override dac_read_search fowner fsetid kill setgid setuid setpcap linux_immutable net_bind_service " +
  "net_broadcast net_admin net_raw ipc_lock ipc_owner sys_module sys_rawio sys_chroot sys_ptrace sys_pacct sys_admin " +
  "sys_boot sys_nice sys_resource sys_time sys_tty_config mknod lease audit_write audit_control setfcap mac_override " +
  "mac_admin syslog wake_alarm block_suspend audit_read perfmon bpf checkpoint_restore"
).split(" ");

const LENGTHS: ReadonlyMap<number, number> = new Map([
  [1, 12],
  [2, 20],
  [3, 24],
]);

/**
 * Returns the attribute `security.capability` as `getcap` prints it: `cap_net_raw=ep`. `null` for an invalid
 * value. Source: struct vfs_ns_cap_data in linux/capability.h.
 */
export function capabilitiesText(value: Buffer): string | null {
  if (value.length < 12) return null;
  const magic = value.readUInt32LE(0);
  const revision = magic >>> 24;
  if (LENGTHS.get(revision) !== value.length) return null;
  const isEffective = (magic & 1) === 1;
  const words = revision === 1 ? 1 : 2;
  const byFlags = new Map<string, string[]>();
  for (let bit = 0; bit < words * 32; bit++) {
    const at = 4 + (bit >> 5) * 8;
    const has = (offset: number) => ((value.readUInt32LE(at + offset) >>> (bit & 31)) & 1) === 1;
    const [permitted, inheritable] = [has(0), has(4)];
    if (!permitted && !inheritable) continue;
    const flags = `${isEffective ? "e" : ""}${inheritable ? "i" : ""}${permitted ? "p" : ""}`;
    byFlags.set(flags, [...(byFlags.get(flags) ?? []), `cap_${NAMES.at(bit) ?? bit}`]);
  }
  if (byFlags.size === 0) return "no capabilities";
  const text = [...byFlags].map(([flags, names]) => `${names.join(",")}=${flags}`).join(" ");
  const root = revision === 3 ? value.readUInt32LE(20) : 0;
  return root === 0 ? text : `${text} (in the user namespace of ${root})`;
}
