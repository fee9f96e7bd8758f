import { filesView } from "../explorer/files-view.js";
import { keyName } from "../explorer/help.js";
import { BINDINGS } from "../explorer/keys.js";
import type { State } from "../explorer/state.js";
import { type Image, platformName } from "../image/image.js";
import { humanSize } from "../text/bytes.js";
import { escapePath, escapeText, rawPath } from "../text/escape.js";
import { textColumns } from "../text/width.js";
import { type Line, type LineOptions, lineOf, own, type Span, span } from "./line.js";

/** Name, platform, size, efficiency, waste: as many of them as fit, the last ones first to go. */
export function header({ subject, screen }: State, options: LineOptions): Line {
  const { image, metrics } = subject.analysis;
  const reference = image.references.at(0);
  const name = reference === undefined ? escapePath(rawPath(image.source)) : escapeText(reference);
  const layers = image.layers.length;
  const percent = (Math.floor(metrics.efficiency * 1000) / 10).toFixed(1);
  const parts = [
    [span(name, "bold", "cyan")],
    [span(own(`${humanSize(metrics.size)} in ${layers} ${layers === 1 ? "layer" : "layers"}`))],
    [span(own("efficiency "), "dim"), span(own(`${percent}%`), metrics.efficiency < 0.9 ? "red" : "green")],
    [
      span(own("wasted "), "dim"),
      span(own(humanSize(metrics.wastedBytes)), ...(metrics.wastedBytes > 0 ? YELLOW : [])),
    ],
    ...(image.warnings.length === 0 ? [] : [[span(own(warningsText(image)), "yellow")]]),
    [span(escapeText(platformName(image.platform)), "dim")],
  ];
  return lineOf(joined(parts, { gap: "   ", columns: screen.columns, last: 0 }), screen.columns, options);
}

function warningsText({ warnings: { length } }: Image): string {
  return `${length} ${length === 1 ? "warning" : "warnings"} (!)`;
}

const YELLOW = ["yellow"] as const;

/** The filter while one is typed, why the last key did nothing, else the keys that count in this pane. */
export function footer(state: State, options: LineOptions): Line {
  const { columns } = state.screen;
  if (state.message !== null) return lineOf([span(own(` ${state.message}`), "yellow")], columns, options);
  if (state.overlay !== null) return lineOf([span(own(" esc closes  ↑↓ move"), "dim")], columns, options);
  if (state.files.filter.typing) return filterLine(state, options);
  const keys = BINDINGS.filter(
    ({ footer, panes }) => footer !== undefined && (panes?.includes(state.focus) ?? true),
  );
  // What this pane alone can do stands first.
  const ordered = [...keys.filter(({ panes }) => panes), ...keys.filter(({ panes }) => !panes)];
  const parts = ordered.map(({ keys, footer }) => [
    span(own(keyName(keys[0])), "bold"),
    span(own(` ${footer}`), "dim"),
  ]);
  // How to get help and how to leave is said on any screen.
  return lineOf(joined(parts, { gap: "  ", columns, last: 2 }), columns, options);
}

/** `/ text▏ 12 paths` */
function filterLine(state: State, options: LineOptions): Line {
  const { shown, filtered } = filesView(state);
  const { columns } = state.screen;
  const paths = `${shown.paths.toLocaleString("en")} ${shown.paths === 1 ? "path" : "paths"}`;
  const how = { text: "", glob: ", by glob", fuzzy: ", by letters in order" }[filtered?.kind ?? "text"];
  const found = shown.paths === 0 ? "no path here matches" : `${paths}${how}`;
  const note = filtered === null ? "a part of a path, or * and **" : found;
  const spans = [
    span(own(" /"), "bold", "cyan"),
    span(escapeText(state.files.filter.text), "bold"),
    span(own(" "), "inverse"),
    span(own(`  ${note}`), "dim"),
    span(own("  ⏎ keep  esc end"), "dim"),
  ];
  return lineOf(spans, columns, options);
}

interface JoinOptions {
  readonly gap: string;
  readonly columns: number;
  /** Parts at the end that stay when others have to go. */
  readonly last: number;
}

/** Parts with a gap between them, as many as fit. */
function joined(parts: readonly (readonly Span[])[], { gap, columns, last }: JoinOptions): Span[] {
  const width = (part: readonly Span[]) =>
    part.reduce((sum, { text }) => sum + textColumns(text), gap.length);
  const end = parts.length - last;
  let left = columns - 1 - parts.slice(end).reduce((sum, part) => sum + width(part), 0);
  const fitting = parts.filter((part, index) => {
    if (index >= end) return true;
    left -= width(part);
    return left >= 0 || index === 0;
  });
  return fitting.flatMap((part, index) => [span(own(index === 0 ? " " : gap)), ...part]);
}
