import { escapePath } from "../../text/escape.js";
import { jsonText } from "../formats/json-document.js";
import { changeName, entryFacts } from "./entry-facts.js";
import { listed, listedPaths, type PathListing } from "./listing.js";

export const TREE_COLUMNS = [
  "path",
  "type",
  "mode",
  "uid",
  "gid",
  "size",
  "mtime",
  "linkname",
  "layer",
  "change",
] as const;

/** The entries of a listing as `tree --format json` and its other formats for scripts have them. */
export function* treeRecords(listing: PathListing) {
  const path = listedPaths(listing);
  for (const { node, row, change } of listed(listing)) {
    const { type, mode, uid, gid, size, mtime, linkname, layer } = entryFacts(listing.tree.entries, row);
    yield {
      path: escapePath(path(node)),
      type,
      mode,
      uid,
      gid,
      size,
      mtime,
      linkname,
      layer,
      change: changeName(change),
    };
  }
}

/** `tree --format json`, in pieces: a document of 300,000 entries is never held as one text. */
export function* treeJson(listing: PathListing): Generator<string> {
  yield `{\n  "schemaVersion": 1,\n  "layer": ${listing.layer},\n  "entries": [`;
  let before = "\n";
  for (const facts of treeRecords(listing)) {
    const lines = Object.entries(facts).map(([key, value]) => `      "${key}": ${jsonText(value)}`);
    yield `${before}    {\n${lines.join(",\n")}\n    }`;
    before = ",\n";
  }
  yield before === "\n" ? "]\n}\n" : "\n  ]\n}\n";
}
