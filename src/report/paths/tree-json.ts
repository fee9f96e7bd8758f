import { escapePath } from "../../text/escape.js";
import { listedFacts, recordArray } from "./entry-facts.js";
import { listed, listedPaths, type PathListing } from "./listing.js";

/** Yields the records of a listing for `tree --format json` and its other formats for scripts. */
export function* treeRecords(listing: PathListing) {
  const path = listedPaths(listing);
  for (const { node, row, change } of listed(listing))
    yield listedFacts(listing.tree.entries, { path: escapePath(path(node)), row, change });
}

/** Yields the document of `tree --format json` in pieces. */
export function* treeJson(listing: PathListing): Generator<string> {
  yield `{\n  "schemaVersion": 1,\n  "layer": ${listing.layer},\n  "entries": `;
  yield* recordArray(treeRecords(listing), "  ");
  yield "\n}\n";
}
