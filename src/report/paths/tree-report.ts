import { modeText } from "../../image/mode.js";
import { humanSize } from "../../text/bytes.js";
import { type Palette, palette } from "../../text/colour.js";
import { escapePath, type RawPath } from "../../text/escape.js";
import { ADDED, type Change, MODIFIED, REMOVED, UNCHANGED } from "../../tree/changes.js";
import { inFormat, type ListingFormat } from "../syntax/records.js";
import { LISTED_COLUMNS, linkTarget, listedFacts, recordArray } from "./entry-facts.js";
import { type ListedPath, listed, listedPaths, type PathListing } from "./listing.js";

const SIZE_COLUMNS = 7;
const SIGNS = { [UNCHANGED]: " ", [ADDED]: "+", [MODIFIED]: "~", [REMOVED]: "-" } as const;

/** Yields the report of `layerx tree` in a format, in chunks. */
export function treeReport(
  listing: PathListing,
  format: ListingFormat,
  { colour }: { readonly colour: boolean },
): Generator<string> {
  return inFormat(
    {
      text: () => treeText(listing, { colour }),
      json: () => treeJson(listing),
      records: () => treeRecords(listing),
      columns: LISTED_COLUMNS,
      fields: (facts) => Object.values(facts),
    },
    format,
  );
}

/**
 * Yields a listing for people, one line for each path: mode, owner, size (for a folder the sum of the listed
 * paths below it), sign of the change if the user named a layer, path.
 */
function* treeText(listing: PathListing, { colour }: { readonly colour: boolean }): Generator<string> {
  const paint = palette({ colour });
  const { tree, from } = listing;
  const { ownerColumns, bytesUpTo } = measure(listing);
  const path = listedPaths(listing);
  for (const one of listed(listing)) {
    const { entries } = tree;
    const { node, row, change } = one;
    const owner = `${entries.uid(row)}:${entries.gid(row)}`.padStart(ownerColumns);
    const bytes = bytesUpTo[tree.end(node) - from] - bytesUpTo[node - from];
    const size = sizeText(listing, one, bytes).padStart(SIZE_COLUMNS);
    const sign = listing.layer === null ? "" : `${SIGNS[change]} `;
    const name = signed(paint, change)(sign + nameText(listing, one, path(node)));
    yield `${modeText(entries.type(row), entries.mode(row))} ${owner} ${size} ${name}\n`;
  }
}

/** Returns the width of the owners, and for each node the bytes of all listed files before it. */
function measure(listing: PathListing): { ownerColumns: number; bytesUpTo: Float64Array } {
  const { tree, from } = listing;
  const bytesUpTo = new Float64Array(tree.end(from) - from + 1);
  let ownerColumns = 3;
  for (const { node, row } of listed(listing)) {
    bytesUpTo[node - from + 1] = tree.entries.bytes(row);
    const columns = digits(tree.entries.uid(row)) + 1 + digits(tree.entries.gid(row));
    ownerColumns = Math.max(ownerColumns, columns);
  }
  for (let i = 1; i < bytesUpTo.length; i++) bytesUpTo[i] += bytesUpTo[i - 1];
  return { ownerColumns, bytesUpTo };
}

function digits(value: number): number {
  return value < 10 ? 1 : String(value).length;
}

function sizeText({ tree }: PathListing, { row }: ListedPath, bytesBelow: number): string {
  const type = tree.entries.type(row);
  if (type === "dir") return humanSize(bytesBelow);
  return type === "file" ? humanSize(tree.entries.bytes(row)) : "";
}

function nameText({ tree }: PathListing, { row }: ListedPath, path: RawPath): string {
  const target = linkTarget(tree.entries, row);
  if (target === null) return escapePath(path);
  const arrow = tree.entries.type(row) === "hardlink" ? "=>" : "->";
  return `${escapePath(path)} ${arrow} ${target}`;
}

function signed(paint: Palette, change: Change): (text: string) => string {
  if (change === ADDED) return paint.green;
  if (change === MODIFIED) return paint.yellow;
  return change === REMOVED ? paint.red : (text) => text;
}

/** Yields the records of a listing for `tree --format json` and its other formats for scripts. */
function* treeRecords(listing: PathListing) {
  const path = listedPaths(listing);
  for (const { node, row, change } of listed(listing))
    yield listedFacts(listing.tree.entries, { path: escapePath(path(node)), row, change });
}

/** Yields the document of `tree --format json` in pieces. */
function* treeJson(listing: PathListing): Generator<string> {
  yield `{\n  "schemaVersion": 1,\n  "layer": ${listing.layer},\n  "entries": `;
  yield* recordArray(treeRecords(listing), "  ");
  yield "\n}\n";
}
