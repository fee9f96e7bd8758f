import { halfOf } from "../explorer/files/halves.js";
import { type Area, LEAST } from "../explorer/layout.js";
import type { Page } from "../explorer/pages/page.js";
import { pageHeight } from "../explorer/pages/pages.js";
import type { State } from "../explorer/state.js";
import { layoutOf } from "../explorer/update.js";
import { footer } from "./bars.js";
import { framed, type Section } from "./border.js";
import { faceOf } from "./face.js";
import { beside, type Line, type LineOptions, lineOf, own, span } from "./line.js";
import { pageLines, pageTitle } from "./pages/page.js";
import { filesPane } from "./panes/files.js";
import { filesTitle } from "./panes/files-title.js";

/** The whole screen as lines: exactly as many and as wide as it is. */
export function frame(state: State, options: LineOptions): Line[] {
  const { columns, rows } = state.screen;
  const { kind } = layoutOf(state);
  if (kind === "too small") return tooSmall(state, options);
  const page = state.pages.at(-1);
  const panes =
    page !== undefined
      ? overPanes(state, page, options)
      : kind === "wide"
        ? wide(state, options)
        : framed([...sections(state, options), ...filesSections(state, options)], { ...options, columns });
  return [faceOf(state).header(state, options), ...panes, footer(state, options)].slice(0, rows);
}

/** The sections of the left column; where one pane fills the screen, of that pane, the tree aside. */
function sections(state: State, options: LineOptions): Section[] {
  const { focus } = state;
  const { layers, detail, waste } = layoutOf(state);
  const face = faceOf(state);
  const out: Section[] = [];
  if (layers !== null) {
    out.push({
      title: face.layersTitle(state, layers),
      lines: face.layersPane(state, layers, options),
      focused: focus === "layers",
    });
  }
  const details =
    detail === null
      ? []
      : [{ title: face.detailTitle(state), lines: face.detailPane(state, detail, options), focused: false }];
  // Below the list that it is about: where that is the waste alone, below the waste.
  if (layers !== null) out.push(...details);
  if (waste !== null) {
    out.push({
      title: face.wasteTitle(state),
      lines: face.wastePane(state, waste, options),
      focused: focus === "waste",
    });
    if (layers === null) out.push(...details);
  }
  return out;
}

/** The tree, or its halves. Only the half that has the cursor looks as if it had the focus. */
function filesSections(state: State, options: LineOptions): Section[] {
  const { files, everything } = layoutOf(state);
  if (files === null) return [];
  const focused = state.focus === "files";
  const section = (half: State, area: Area): Section => {
    const active = focused && half.files.scope === state.files.scope;
    const shown: State = active ? half : { ...half, focus: "layers" };
    return {
      title: filesTitle(half, faceOf(half).scope(half)),
      lines: filesPane(shown, area, options),
      focused: active,
    };
  };
  if (everything === null) return [section(state, files)];
  return [section(halfOf(state, "layer"), files), section(halfOf(state, "all"), everything)];
}

function wide(state: State, options: LineOptions): Line[] {
  const files = layoutOf(state).files?.columns ?? 0;
  const left = framed(sections(state, options), { ...options, columns: state.screen.columns - files - 2 });
  const right = framed(filesSections(state, options), { ...options, columns: files + 2 });
  return left.map((line, row) => beside(line, right[row]));
}

function overPanes(state: State, page: Page, options: LineOptions): Line[] {
  const { columns } = state.screen;
  const area = { columns: columns - 2, rows: pageHeight(state) };
  const lines = pageLines(state, page, area, options);
  return framed([{ title: pageTitle(state, page), lines, focused: true }], { ...options, columns });
}

function tooSmall({ screen }: State, options: LineOptions): Line[] {
  const { columns, rows } = screen;
  const words = [
    `this screen is ${columns}×${rows}`,
    `layerx needs ${LEAST.columns}×${LEAST.rows}`,
    "make it bigger, or q to quit",
  ];
  return Array.from({ length: rows }, (_, row) => lineOf([span(own(words.at(row) ?? ""))], columns, options));
}
