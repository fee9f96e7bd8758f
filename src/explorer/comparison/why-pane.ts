import { SETTING_NAMES, settingText } from "../../analysis/diff/config-differences.js";
import type { Totals } from "../../analysis/diff/totals.js";
import { humanSize } from "../../text/bytes.js";
import { counted, withCommas } from "../../text/count.js";
import { escapePath, type Printable } from "../../text/escape.js";
import { padStart, textColumns } from "../../text/width.js";
import { ADDED, MODIFIED, REMOVED, UNCHANGED } from "../../tree/changes.js";
import type { Area } from "../drawing/area.js";
import { cutRowStart, type Look, literal, type Row, rowOf, type Span, span } from "../drawing/row.js";
import { COLOURS, METADATA_SIGN, SIGNS } from "../drawing/signs.js";
import { rowClickTarget } from "../mouse/click-target.js";
import { listOf } from "../pane-list.js";
import type { State } from "../state.js";
import { WASTE_PANE } from "../waste/shown-waste.js";
import type { ComparedImages } from "./compared-images.js";
import { growthText } from "./comparison-facts.js";
import { noteAt } from "./notes.js";
import type { Reason } from "./reasons.js";

/** Returns the title: the growth of the image, and the number of places and settings that differ. */
export function whyTitle({ bytes, reasons, comparison, isSame }: ComparedImages): Printable[] {
  if (isSame) return [literal("Why"), literal("no difference")];
  const places = reasons.length - comparison.config.length;
  return [
    literal("Why"),
    literal(bytes.a === bytes.b ? "of the same size" : growthText(bytes.b - bytes.a)),
    ...(places === 0 ? [] : [literal(counted(places, "place"))]),
    ...(comparison.config.length === 0 ? [] : [literal(counted(comparison.config.length, "setting"))]),
  ];
}

/** Returns the visible rows of the list: places with added and removed bytes, moves, and settings. */
export function whyPane(compared: ComparedImages, state: State, area: Area, options: Look): Row[] {
  const { reasons } = compared;
  const { top, cursor } = listOf(state, WASTE_PANE);
  return Array.from({ length: area.rows }, (_, line) => {
    const reason = reasons.at(top + line);
    const spans =
      reason !== undefined
        ? reasonSpans(reason, state, area.columns, options)
        : reasons.length === 0 && line === 0
          ? [span(literal(" nothing: files and settings are the same"), "good")]
          : [];
    const chosen = top + line === cursor && state.focus === WASTE_PANE && reason !== undefined;
    const click = reason === undefined ? undefined : rowClickTarget(WASTE_PANE, top + line, state);
    return rowOf(spans, chosen ? ["selected"] : [], click);
  });
}

const FIGURE_COLUMNS = 8;

function reasonSpans(reason: Reason, state: State, columns: number, look: Look): Span[] {
  const room = columns - FIGURE_COLUMNS - 3;
  const before = (figure: string, sign: string) => literal(`${padStart(figure, FIGURE_COLUMNS)} ${sign} `);
  if (reason.is === "setting") {
    const { field, key, a, b } = reason.setting;
    const sign = a === null ? "+" : b === null ? "−" : SIGNS[MODIFIED];
    const now = settingText(key, b ?? a);
    return [span(before("", sign), "modified"), span(literal(`${SETTING_NAMES[field]} `), "dim"), span(now)];
  }
  if (reason.is === "move") {
    const { from, to, bytes } = reason.move;
    const half = Math.max((room - 3) >> 1, 8);
    return [
      span(before(humanSize(bytes), "→"), "dim"),
      span(cutRowStart(escapePath(from), half, look), "dim"),
      span(literal(" → "), "dim"),
      span(cutRowStart(escapePath(to), half, look)),
    ];
  }
  return placeSpans(reason, state, room, look);
}

function placeSpans(
  { node, change, growth, totals }: Extract<Reason, { is: "place" }>,
  { subject }: State,
  room: number,
  look: Look,
): Span[] {
  const { tree } = subject.analysis;
  const view = subject.view(0);
  const shown = change === UNCHANGED ? MODIFIED : change;
  const sign = view.metadataOnly?.[node] === 1 ? METADATA_SIGN : SIGNS[shown];
  const path = escapePath(tree.path(node));
  const note = noteAt(subject, view, node);
  const more =
    tree.end(node) > node + 1 ? countSpans(totals) : note === null ? [] : [span(literal(`  ${note}`), "dim")];
  const needed = more.reduce((sum, { text }) => sum + textColumns(text), textColumns(path));
  return [
    span(
      literal(`${padStart(growth === 0 ? "" : growthText(growth), FIGURE_COLUMNS)} ${sign} `),
      ...COLOURS[shown],
    ),
    span(cutRowStart(path, room, look)),
    ...(needed > room ? [] : more),
  ];
}

/** Returns `  +12 ~3 −1`, the number of changed files below a folder. */
function countSpans({ added, changed, metadata, removed }: Totals): Span[] {
  const counts = [
    { change: ADDED, count: added.files },
    { change: MODIFIED, count: changed.files + metadata.files },
    { change: REMOVED, count: removed.files },
  ].filter(({ count }) => count > 0);
  return counts.map(({ change, count }, at) =>
    span(literal(`${at === 0 ? "  " : " "}${SIGNS[change]}${withCommas(count)}`), ...COLOURS[change], "dim"),
  );
}
