import { entryLines, entryOfLayer } from "../../image/dockerfile/instruction.js";
import type { EntryType } from "../../image/entry.js";
import { modeText } from "../../image/mode.js";
import { humanSize } from "../../text/bytes.js";
import { escapePath, escapeText, type Printable } from "../../text/escape.js";
import { formatRfc3339 } from "../../text/rfc3339.js";
import type { EntryId, EntryTable } from "../../tree/columns/entry-table.js";
import type { Area } from "../layout.js";
import type { Subject } from "../subject.js";
import type { Digest, FactsPage } from "./facts-page.js";
import { wraps } from "./glyphs.js";

/** A line of the page: a word for it, and what it is; what goes on from the line before has no word. */
export interface Fact {
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

/** Columns of the words. */
export const LABEL_COLUMNS = 11;

/** What the archive says of a version of a path, and where it comes from, as lines of so many columns. */
export function factsOf(subject: Subject, page: FactsPage, { columns }: Area): Fact[] {
  const room = Math.max(columns - LABEL_COLUMNS - 1, 1);
  return facts(subject, page).flatMap(({ label, value }) => {
    const bytes = Buffer.from(value);
    const starts = wraps(bytes, room);
    return starts.map((from, line) =>
      fact(line === 0 ? label : "", bytes.toString("utf8", from, starts.at(line + 1))),
    );
  });
}

function facts(subject: Subject, { version, digest, says }: FactsPage): Fact[] {
  const { tree, image } = subject.analysis;
  const { entries } = tree;
  const type = entries.type(version);
  const layer = entries.layer(version);
  const target = escapePath(entries.linkname(version));
  const out: Fact[] = says === null ? [] : [fact("", says), fact("", "")];
  out.push(fact("path", escapePath(tree.path(entries.node[version]))), fact("type", TYPES[type]));
  if (target !== "") out.push(fact("leads to", type === "hardlink" ? `/${target}` : target));
  out.push(fact("mode", `${modeText(type, entries.mode(version))}  ${octal(entries.mode(version))}`));
  out.push(fact("owner", `${entries.uid(version)}:${entries.gid(version)}`));
  const content = contentRow(entries, version);
  if (content >= 0) out.push(fact("size", sizeText(entries.bytes(content))));
  out.push(
    fact("changed", entries.isImplied(version) ? "not told: no archive lists it" : moment(entries, version)),
  );
  for (const [name, value] of entries.xattrs(version) ?? [])
    out.push(fact("xattr", `${escapeText(name)} = ${escapePath(value)}`));
  out.push(fact("layer", subject.layerNumber(layer)));
  for (const [index, line] of entryLines(entryOfLayer(image, layer)).entries())
    out.push(fact(index === 0 ? "made by" : "", line));
  if (content >= 0) out.push(fact("sha256", digestText(digest, entries.digest(content))));
  return out;
}

/** The row that holds a file's content: its own, or where its hard link leads; −1 where that is nowhere, and for what is no file. */
export function contentRow(entries: EntryTable, version: EntryId): EntryId {
  const row = version < 0 ? -1 : entries.inode[version];
  return row >= 0 && entries.isFile(row) ? row : -1;
}

function fact(label: string, value: string): Fact {
  return { label, value: escapeText(value) };
}

function octal(mode: number): string {
  return mode.toString(8).padStart(4, "0");
}

function sizeText(bytes: number): string {
  return bytes < 1000 ? humanSize(bytes) : `${humanSize(bytes)} (${bytes.toLocaleString("en")} bytes)`;
}

function digestText(digest: Digest, known: Uint8Array | null): string {
  if (known !== null) return Buffer.from(known).toString("hex");
  switch (digest.is) {
    case "unasked":
      return "s reads the file and tells";
    case "asked":
      return "reading …";
    case "known":
      return digest.hex;
    case "failed":
      return digest.why;
  }
}

/** A date that no calendar has is shown as its seconds. */
function moment(entries: EntryTable, row: EntryId): string {
  const whole = entries.mtimeSeconds(row);
  const told = Math.abs(whole) <= 8.64e12 ? formatRfc3339(whole, 0) : `${whole} seconds after 1970`;
  const millis = Math.floor(entries.mtimeNanos(row) / 1e6);
  return millis === 0 ? told : told.replace("Z", `.${String(millis).padStart(3, "0")}Z`);
}
