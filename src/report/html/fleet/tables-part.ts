import type { WorseImage } from "../../../analysis/audit/since.js";
import type { AuditSummary, BaseRow, GroupRow, LayerRow } from "../../../analysis/audit/summary.js";
import { humanSize } from "../../../text/bytes.js";
import { counted } from "../../../text/count.js";
import { ageText, builtText } from "../../audit/age.js";
import { grownBy } from "../../audit/audit-words.js";
import { html, type Markup } from "../markup.js";
import { nameCode, shownBase } from "./shown-names.js";

/** The maximum number of rows of a table in the page. */
const MOST_ROWS = 200;

interface Cell {
  readonly shown: string | Markup;
  /** The value to sort the column by; by default its text. */
  readonly value?: number;
  readonly kind?: string;
}

interface Table<Row> {
  readonly caption: string;
  readonly headings: readonly { readonly name: string; readonly kind: string }[];
  readonly rows: readonly Row[];
  readonly cells: (row: Row) => readonly Cell[];
}

const NUMBER = "number";
const MINOR = "number minor";

/** Returns the tables of wasted bytes by team, cause and instruction. */
export function groupsPart({ byTeam, byCause, byInstruction }: AuditSummary): Markup {
  const parts = [
    group("teams", { title: "Wasted bytes by team", name: "Team", rows: byTeam }),
    group("causes", { title: "Wasted bytes by cause", name: "Cause", rows: byCause }),
    group("instructions", {
      title: "Wasted bytes by instruction",
      name: "Instruction that removed or overwrote them",
      rows: byInstruction,
    }),
  ];
  return html`${parts}`;
}

function group(
  id: string,
  {
    title,
    name,
    rows,
  }: { readonly title: string; readonly name: string; readonly rows: readonly GroupRow[] },
): Markup {
  const cells = (row: GroupRow) => groupCells(row);
  const headings = [...GROUP_HEADINGS, { name, kind: "" }];
  return section(id, title, { caption: title, headings, rows, cells });
}

const GROUP_HEADINGS = [
  { name: "Wasted", kind: NUMBER },
  { name: "In all images", kind: MINOR },
  { name: "Images", kind: NUMBER },
];

function groupCells({ wastedOnce, wastedBytes, images, name }: GroupRow): Cell[] {
  return [
    size(wastedOnce),
    { ...size(wastedBytes), kind: MINOR },
    count(images),
    { shown: nameCode(name), kind: "path" },
  ];
}

/** Returns the table of base images: their images, age, and waste. */
export function basesPart(rows: readonly BaseRow[], today: string): Markup {
  return section("bases", "Base images", {
    caption: "Base images, the most wasted bytes in their images first",
    headings: [
      { name: "Images", kind: NUMBER },
      { name: "Age", kind: NUMBER },
      { name: "Built", kind: MINOR },
      { name: "Wasted", kind: NUMBER },
      { name: "Base image", kind: "" },
    ],
    rows,
    cells: (row) => [
      count(row.images),
      {
        shown: row.oldest === null ? "unknown" : ageText(row.oldest, today),
        value: row.oldest === null ? -1 : Date.parse(today) - Date.parse(row.oldest),
        kind: NUMBER,
      },
      { shown: builtText(row), value: row.oldest === null ? 0 : Date.parse(row.oldest), kind: MINOR },
      size(row.wastedOnce),
      { shown: html`<code>${shownBase(row.name)}</code>`, kind: "path" },
    ],
  });
}

/** Returns the table of the layers that are shared with the greatest savings. */
export function fleetLayersPart(rows: readonly LayerRow[]): Markup {
  return section("layers", "Shared layers", {
    caption: "Layers that save most by being shared",
    headings: [
      { name: "Size", kind: NUMBER },
      { name: "Images", kind: NUMBER },
      { name: "Instruction", kind: "" },
    ],
    rows,
    cells: (row) => [size(row.size), count(row.images), { shown: nameCode(row.createdBy), kind: "path" }],
  });
}

/** Returns the table of images that failed, with their errors. */
export function failuresPart(rows: AuditSummary["failures"]): Markup {
  return section("failures", "Could not be read", {
    caption: "Images that could not be read",
    headings: [
      { name: "Error", kind: "" },
      { name: "Image", kind: "" },
    ],
    rows,
    cells: ({ code, source }) => [{ shown: nameCode(code) }, { shown: nameCode(source), kind: "path" }],
  });
}

/** Returns the table of images that got worse since an earlier audit. */
export function worseTable(rows: readonly WorseImage[]): Markup {
  if (rows.length === 0) return html``;
  const grown = (change: WorseImage["size"], kind: string): Cell => ({
    shown: grownBy(change),
    value: change.after - change.before,
    kind,
  });
  return table({
    caption: "Images that got worse",
    headings: [
      { name: "Wasted", kind: NUMBER },
      { name: "Size", kind: NUMBER },
      { name: "Rules", kind: "" },
      { name: "Image", kind: "" },
    ],
    rows,
    cells: ({ source, size: grownSize, wastedBytes, failsNow }) => [
      grown(wastedBytes, NUMBER),
      grown(grownSize, NUMBER),
      { shown: failsNow ? "fail now" : "", kind: "rule fail" },
      { shown: nameCode(source), kind: "path" },
    ],
  });
}

function section<Row>(id: string, title: string, of: Table<Row>): Markup {
  if (of.rows.length === 0) return html``;
  return html`<section aria-labelledby="${id}-title">
<h2 id="${id}-title">${title}</h2>
${table(of)}
</section>`;
}

function table<Row>({ caption, headings, rows, cells }: Table<Row>): Markup {
  const shown = rows.slice(0, MOST_ROWS);
  const left = rows.length - shown.length;
  return html`<div class="scroll"><table data-sortable><caption class="unseen">${caption}</caption>
<thead><tr>${headings.map(({ name, kind }) => html`<th scope="col" class="${kind}">${name}</th>`)}</tr></thead>
<tbody>
${shown.map(
  (row) => html`<tr>${cells(row).map(cell)}</tr>
`,
)}</tbody></table></div>${left === 0 ? "" : html`<p>${counted(left, "more row")}.</p>`}`;
}

function cell({ shown, value, kind = "" }: Cell): Markup {
  return value === undefined
    ? html`<td class="${kind}">${shown}</td>`
    : html`<td class="${kind}" data-value="${value}">${shown}</td>`;
}

function size(bytes: number): Cell {
  return { shown: humanSize(bytes), value: bytes, kind: NUMBER };
}

function count(images: number): Cell {
  return { shown: images.toLocaleString("en"), value: images, kind: NUMBER };
}
