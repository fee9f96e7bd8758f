import type { EntryId } from "../../tree/columns/entry-table.js";
import type { Analysis } from "../analyze.js";
import { type NameKind, nameTest } from "./secret-names.js";

/** A bigger file is no configuration; the rules' cost grows with a file's size. */
const MOST_BYTES = 64 * 1024;
/** What one image may cost: some seconds, whatever it holds. */
const MOST_FILES = 20_000;
const MOST_BYTES_IN_ALL = 32 * 1024 * 1024;

/** A file whose content is to be searched. */
export interface Candidate {
  readonly entry: EntryId;
  readonly kind: NameKind;
}

export interface Candidates {
  readonly files: readonly Candidate[];
  /** Files that were left out, since there are too many. */
  readonly left: number;
}

/**
 * The files of all layers from `fromLayer` on that may hold secrets: by name those for credentials and keys; then what a later
 * layer buried, of any name; then text that no package manager installed. The first kinds go first where there are too many.
 */
export function candidates({ image, tree, copies }: Analysis, fromLayer: number): Candidates {
  const { entries } = tree;
  const kindOf = nameTest(tree);
  const buried = new Uint8Array(entries.size);
  for (const { entry } of copies) buried[entry] = 1;
  const [named, gone, text]: Candidate[][] = [[], [], []];
  for (let entry = 0; entry < entries.size; entry++) {
    const bytes = entries.bytes(entry);
    if (bytes === 0 || bytes > MOST_BYTES || entries.layer(entry) < fromLayer) continue;
    if (!entries.isFile(entry) || !image.layers[entries.layer(entry)].available) continue;
    const kind = kindOf(entries.node[entry]);
    if (kind === "credentials" || kind === "key") named.push({ entry, kind });
    else if (buried[entry] === 1) gone.push({ entry, kind });
    else if (kind === "text") text.push({ entry, kind });
  }
  const files: Candidate[] = [];
  const all = [...named, ...gone, ...text];
  let bytes = 0;
  for (const one of all) {
    bytes += entries.bytes(one.entry);
    if (files.length >= MOST_FILES || bytes > MOST_BYTES_IN_ALL) break;
    files.push(one);
  }
  return { files, left: all.length - files.length };
}
