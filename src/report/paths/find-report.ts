import { inFormat, type ListingFormat } from "../formats/records.js";
import { FIND_COLUMNS, type Found, findJson, findRecords } from "./find-json.js";
import { type FindTextOptions, findText } from "./find-text.js";

/** The report of `layerx find` in a format, in chunks. */
export function findReport(found: Found, format: ListingFormat, options: FindTextOptions): Generator<string> {
  return inFormat(
    {
      text: () => findText(found, options),
      json: () => [findJson(found)],
      records: () => findRecords(found),
      columns: FIND_COLUMNS,
      fields: (facts) => Object.values(facts),
    },
    format,
  );
}
