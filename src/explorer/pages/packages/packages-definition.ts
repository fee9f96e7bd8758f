import { humanSize } from "../../../text/bytes.js";
import { escapeText } from "../../../text/escape.js";
import { padEnd, padStart, textColumns } from "../../../text/width.js";
import { wrapText } from "../../../text/wrap.js";
import { packageName, packagesTitle } from "../../../words/package-words.js";
import { secretsTitle, secretWords, unsearchedText } from "../../../words/secret-words.js";
import type { Area } from "../../drawing/area.js";
import {
  cutRowStart,
  type Look,
  literal,
  type Row,
  rowOf,
  type Span,
  type Style,
  span,
} from "../../drawing/row.js";
import type { State } from "../../state.js";
import type { PageDefinition } from "../page-definition.js";
import {
  fittedPackages,
  lineOfPackage,
  movedPackages,
  newsOfPackages,
  openedPackage,
  PACKAGES_KEYS,
  type PackagesPage,
  type PackagesRow,
  packageAtLine,
  packagesJobs,
} from "./packages-page.js";

/** The page of packages by size, and of files with secrets. */
export const PACKAGES: PageDefinition<PackagesPage> = {
  kind: "packages",
  keys: PACKAGES_KEYS,
  title: () => [literal("Packages and secrets")],
  rows: packagesRows,
  scroll: (_state, { step, list }) =>
    step.is === "found"
      ? { top: list.top, count: lineOfPackage(step.rows.length, step.secrets.found.length) }
      : undefined,
  moved: movedPackages,
  cursor: ({ list }) => list.cursor,
  opened: openedPackage,
  fitted: fittedPackages,
  waitsFor: (_state, { step }) => (step.is === "reading" ? literal("reading the packages") : null),
  jobs: packagesJobs,
  onNews: (_state, page, { news }) => newsOfPackages(page, news),
};

const SIZE_COLUMNS = 9;
const LAYER_COLUMNS = 6;
const TYPE_COLUMNS = 5;
/** `buried by 12`, with two spaces after it. */
const STATE_COLUMNS = 14;
const LEAST_PATH_COLUMNS = 20;

function packagesRows(state: State, page: PackagesPage, area: Area, look: Look): Row[] {
  const { step, list } = page;
  if (step.is === "reading") return text("reading the package databases and small text files …", "dim", area);
  if (step.is === "failed") return text(step.why, "bad", area);
  const { rows, secrets } = step;
  return Array.from({ length: area.rows }, (_, at) => {
    const line = list.top + at;
    const index = packageAtLine(line, secrets.found.length);
    const row = index === null ? undefined : rows.at(index);
    if (index === null || row === undefined) return rowOf(headingAt(step, line));
    const styles = index === list.cursor ? (["selected"] as const) : [];
    return rowOf(spansOf(state, row, { ...look, columns: area.columns }), styles, { is: "item", index });
  });
}

function text(words: string, style: Style, { columns }: Area): Row[] {
  return wrapText(escapeText(words), columns - 2).map((line) => rowOf([span(literal(` ${line}`), style)]));
}

/**
 * Returns a line that is not a row: the summary of the secrets, the number of packages, or the heading of the
 * columns.
 */
function headingAt(
  { secrets, packages }: Extract<PackagesPage["step"], { is: "found" }>,
  line: number,
): Span[] {
  const count = secrets.found.length;
  if (line === 0) {
    const left = unsearchedText(secrets);
    const title = count === 0 ? "no secrets found" : secretsTitle(secrets);
    const style: Style = count === 0 ? "good" : "warning";
    return [span(literal(` ${title}`), style), span(literal(left === null ? "" : `; ${left}`), "dim")];
  }
  const none = packages.packages.length === 0;
  if (line === count + 2)
    return [span(literal(none ? " no package database found" : ` ${packagesTitle(packages)}`), "bold")];
  if (line !== count + 3 || none) return [];
  const size = padStart("size", SIZE_COLUMNS);
  const wasted = padStart("wasted", SIZE_COLUMNS);
  const layer = padStart("layer", LAYER_COLUMNS);
  return [span(literal(`${size}${wasted}${layer}  ${padEnd("type", TYPE_COLUMNS)}package`), "dim")];
}

function spansOf(
  { subject }: State,
  row: PackagesRow,
  { columns, ...look }: Look & { readonly columns: number },
): Span[] {
  if ("package" in row) return packageSpans(row.package);
  const { what, path, layer } = secretWords(subject.analysis, row.secret);
  const { endedBy } = row.secret;
  const place = literal(padEnd(endedBy === null ? "in the image" : `buried by ${endedBy}`, STATE_COLUMNS));
  const before = literal(` layer ${padEnd(String(layer), LAYER_COLUMNS)}`);
  const kind = literal(`  ${what}`);
  const room = Math.max(
    columns - textColumns(before) - STATE_COLUMNS - textColumns(kind),
    LEAST_PATH_COLUMNS,
  );
  return [
    span(before),
    span(place, endedBy === null ? "bad" : "warning"),
    span(cutRowStart(path, room, look)),
    span(kind, "dim"),
  ];
}

function packageSpans(one: Extract<PackagesRow, { package: unknown }>["package"]): Span[] {
  const { size, wastedBytes, layer, type } = one;
  return [
    span(literal(padStart(humanSize(size), SIZE_COLUMNS))),
    span(literal(padStart(wastedBytes === 0 ? "" : humanSize(wastedBytes), SIZE_COLUMNS)), "waste"),
    span(literal(`${padStart(layer === null ? "" : String(layer), LAYER_COLUMNS)}  `)),
    span(literal(padEnd(type, TYPE_COLUMNS)), "dim"),
    span(packageName(one)),
  ];
}
