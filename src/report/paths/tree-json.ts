import { escapePath } from "../../text/escape.js";
import { jsonText } from "../formats/json.js";
import { changeName, entryFacts } from "./entry-facts.js";
import { inChunks, type Listed, type Listing, listed, pathsInOrder } from "./listing.js";

/** `tree --format json`, in chunks: a document of 300,000 entries is never held as one text. */
export function treeJson(listing: Listing): Generator<string> {
  return inChunks(pieces(listing));
}

function* pieces(listing: Listing): Generator<string> {
  yield `{\n  "schemaVersion": 1,\n  "layer": ${listing.layer},\n  "entries": [`;
  const path = pathsInOrder(listing.tree, listing.from);
  let before = "\n";
  for (const one of listed(listing)) {
    yield before;
    yield entryJson(listing, one, path(one.node));
    before = ",\n";
  }
  yield before === "\n" ? "]\n}\n" : "\n  ]\n}\n";
}

function entryJson(
  { tree }: Listing,
  { row, change }: Listed,
  path: ReturnType<ReturnType<typeof pathsInOrder>>,
) {
  const facts = { path: escapePath(path), ...entryFacts(tree.entries, row) };
  const { type, mode, uid, gid, size, mtime, linkname, layer } = facts;
  const ordered = {
    path: facts.path,
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
  const lines = Object.entries(ordered).map(([key, value]) => `      "${key}": ${jsonText(value)}`);
  return `    {\n${lines.join(",\n")}\n    }`;
}
