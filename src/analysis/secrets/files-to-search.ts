import type { EntryId } from "../../tree/columns/entry-table.js";
import type { Analysis } from "../analyze.js";
import { type SecretNameKind, secretNameTest } from "./secret-names.js";

/**
 * The maximum size of a searched file in bytes. Configuration files are smaller, and the rules take longer
 * for bigger files.
 */
const MOST_BYTES = 64 * 1024;
/** Limits for one image, so that the search takes a few seconds at most. */
const MOST_FILES = 20_000;
const MOST_BYTES_IN_ALL = 32 * 1024 * 1024;

/** A file that will be searched. */
export interface FileToSearch {
  readonly entry: EntryId;
  readonly kind: SecretNameKind;
}

export interface FilesToSearch {
  readonly files: readonly FileToSearch[];
  /** The number of files that are not searched because there are too many. */
  readonly left: number;
}

/**
 * Returns the files that may contain secrets, of all layers from `fromLayer` up. The most likely files come
 * first: files with names of credentials or keys, then files that a later layer removed or overwrote, then
 * text files that no package manager installed.
 */
export function filesToSearch({ image, tree, copies }: Analysis, fromLayer: number): FilesToSearch {
  const { entries } = tree;
  const kindOf = secretNameTest(tree);
  const buried = new Uint8Array(entries.size);
  for (const { entry } of copies) buried[entry] = 1;
  const [named, gone, text]: FileToSearch[][] = [[], [], []];
  for (let entry = 0; entry < entries.size; entry++) {
    const bytes = entries.bytes(entry);
    if (bytes === 0 || bytes > MOST_BYTES || entries.layer(entry) < fromLayer) continue;
    if (!entries.isFile(entry) || !image.layers[entries.layer(entry)].available) continue;
    const kind = kindOf(entries.node[entry]);
    if (kind === "credentials" || kind === "key") named.push({ entry, kind });
    else if (buried[entry] === 1) gone.push({ entry, kind });
    else if (kind === "text") text.push({ entry, kind });
  }
  const files: FileToSearch[] = [];
  const all = [...named, ...gone, ...text];
  let bytes = 0;
  for (const one of all) {
    bytes += entries.bytes(one.entry);
    if (files.length >= MOST_FILES || bytes > MOST_BYTES_IN_ALL) break;
    files.push(one);
  }
  return { files, left: all.length - files.length };
}
