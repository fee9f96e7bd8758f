import { filesView } from "../explorer/files-view.js";
import { keyName } from "../explorer/help.js";
import { mapped } from "../explorer/key-map.js";
import { BINDINGS, type Binding } from "../explorer/keys.js";
import { placeOf } from "../explorer/place.js";
import type { Prompt } from "../explorer/prompt.js";
import { awaited } from "../explorer/searching.js";
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
    [span(name, "bold", "accent")],
    [span(own(`${humanSize(metrics.size)} in ${layers} ${layers === 1 ? "layer" : "layers"}`))],
    [span(own("efficiency "), "dim"), span(own(`${percent}%`), metrics.efficiency < 0.9 ? "bad" : "good")],
    [
      span(own("wasted "), "dim"),
      span(own(humanSize(metrics.wastedBytes)), ...(metrics.wastedBytes > 0 ? WARNING : [])),
    ],
    ...(image.warnings.length === 0 ? [] : [[span(own(warningsText(image)), "warning")]]),
    [span(escapeText(platformName(image.platform)), "dim")],
  ];
  return lineOf(joined(parts, { gap: "   ", columns: screen.columns, last: 0 }), screen.columns, options);
}

function warningsText({ warnings: { length } }: Image): string {
  return `${length} ${length === 1 ? "warning" : "warnings"} (!)`;
}

const WARNING = ["warning"] as const;

/** The filter while one is typed, why the last key did nothing, else the keys that count in this pane. */
export function footer(state: State, options: LineOptions): Line {
  const { columns } = state.screen;
  if (state.message !== null) return lineOf([span(own(` ${state.message}`), "warning")], columns, options);
  if (state.notice !== null) return lineOf([span(own(` ${state.notice}`), "good")], columns, options);
  if (state.prompt !== null) return promptLine(state, state.prompt, options);
  const place = placeOf(state);
  const keys = mapped(BINDINGS, state.keys).filter(
    ({ footer, keys, places }) => keys.length > 0 && footer !== undefined && places.includes(place),
  );
  // What this place alone can do stands first.
  const ordered = [...keys.filter(isOwn), ...keys.filter((binding) => !isOwn(binding))];
  const parts = ordered.map(({ keys, footer }) => [
    span(own(keyName(keys[0], options)), "bold"),
    span(own(` ${footer}`), "dim"),
  ]);
  // How to get help and how to leave is said on any screen.
  return lineOf(joined(parts, { gap: "  ", columns, last: 2 }), columns, options);
}

function isOwn({ places }: Binding): boolean {
  return places.length === 1;
}

/** `/text▏ 12 paths  ⏎ keep  esc end` */
function promptLine(state: State, { kind, text }: Prompt, options: LineOptions): Line {
  const { label, note, keys } = PROMPTS[kind];
  const spans = [
    span(own(` ${label}`), "bold", "accent"),
    span(escapeText(text), "bold"),
    span(own(" "), "inverse"),
    span(own(`  ${note(state)}`), "dim"),
    span(own(`  ${keys}`), "dim"),
  ];
  return lineOf(spans, state.screen.columns, options);
}

/** How each prompt looks: what stands before the text, what is said of it, what its keys do. */
const PROMPTS: Readonly<
  Record<Prompt["kind"], { readonly label: string; note(state: State): string; readonly keys: string }>
> = {
  filter: { label: "/", note: filterNote, keys: "⏎ keep  esc end" },
};

function filterNote(state: State): string {
  if (awaited(state) !== null) return "looking …";
  const { shown, filtered } = filesView(state);
  if (filtered === null) return "a part of a path, or * and **";
  if (shown.paths === 0) return "no path here matches";
  const paths = `${shown.paths.toLocaleString("en")} ${shown.paths === 1 ? "path" : "paths"}`;
  return paths + { text: "", glob: ", by glob", fuzzy: ", by letters in order" }[filtered.kind];
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
