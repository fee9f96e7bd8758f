import { inFormat, type ListingFormat } from "../formats/records.js";
import type { Listing } from "./listing.js";
import { TREE_COLUMNS, treeJson, treeRecords } from "./tree-json.js";
import { treeText } from "./tree-text.js";

/** The report of `layerx tree` in a format, in chunks. */
export function treeReport(
  listing: Listing,
  format: ListingFormat,
  { colour }: { readonly colour: boolean },
): Generator<string> {
  return inFormat(
    {
      text: () => treeText(listing, { colour }),
      json: () => treeJson(listing),
      records: () => treeRecords(listing),
      columns: TREE_COLUMNS,
      fields: (facts) => Object.values(facts),
    },
    format,
  );
}
