import { analyze, sortedCopies, waste } from "../../src/analysis/analyze.js";
import type { Base } from "../../src/analysis/base-image.js";
import type { Area } from "../../src/explorer/drawing/area.js";
import { filesView } from "../../src/explorer/files/files-view.js";
import type { Key } from "../../src/explorer/keys/key-names.js";
import { actionOf } from "../../src/explorer/keys/keys.js";
import { layoutOf } from "../../src/explorer/layout.js";
import type { ReportFormat } from "../../src/explorer/pages/report/reports.js";
import { initialState, type State } from "../../src/explorer/state.js";
import { Subject } from "../../src/explorer/subject.js";
import { update } from "../../src/explorer/update.js";
import type { Image } from "../../src/image/image.js";
import { historyEntry } from "../support/history.js";
import { type MemberSpec, memoryImage } from "../support/memory-image.js";

const DIR = "dir";

/** Returns members of a layer from `path` or `path: content`. A path that ends in a slash is a folder. */
export function members(...specs: readonly string[]): MemberSpec[] {
  return specs.map((spec) => {
    const [path, content = ""] = spec.split(": ");
    return path.endsWith("/") ? { path: path.slice(0, -1), type: DIR, mode: 0o755 } : { path, content };
  });
}

/** The formats of a report. */
export const REPORTS: readonly ReportFormat[] = [
  { name: "markdown", ending: "md" },
  { name: "text", ending: "txt" },
];

export interface StartOptions {
  readonly columns?: number;
  readonly rows?: number;
  /** Instructions, oldest first; those that begin with `ENV` or `CMD` made no layer. */
  readonly history?: readonly string[];
  /** Other fields of the image. */
  readonly image?: Partial<Image>;
  /** The base image. By default it is guessed from the history. */
  readonly base?: Base;
  /** The progress of the waste: `looking`, `sorted` without causes, or `found` with causes (default). */
  readonly waste?: "looking" | "sorted" | "found";
}

/** Returns the state of the explorer for an image with these layers. */
export async function start(
  layers: readonly (readonly MemberSpec[])[],
  {
    columns = 120,
    rows = 36,
    history = [],
    image: more = {},
    base,
    waste: known = "found",
  }: StartOptions = {},
): Promise<State> {
  let layer = 0;
  const entries = history.map((createdBy) => {
    const emptyLayer = /^(ENV|CMD)/.test(createdBy);
    const made = emptyLayer || layer === layers.length ? null : layer++;
    return { ...historyEntry(createdBy, made), emptyLayer };
  });
  const image = { ...memoryImage(layers), references: ["test:1"], history: entries, ...more };
  const analysis = await analyze(image);
  const opened = update(initialState(new Subject(analysis, base), { columns, rows }, { reports: REPORTS }), {
    type: "resize",
    columns,
    rows,
  });
  if (known === "looking") return opened.state;
  const sorted = update(opened.state, { type: "waste-sorted", copies: await sortedCopies(analysis) });
  return known === "sorted" ? sorted.state : withCauses(sorted.state);
}

/** Returns the state after the causes of the waste were found. */
export async function withCauses(state: State): Promise<State> {
  return update(state, { type: "waste-found", copies: await waste(state.subject.analysis) }).state;
}

export const SIGNS: Readonly<Record<string, Key>> = {
  "↑": "up",
  "↓": "down",
  "←": "left",
  "→": "right",
  "⏎": "enter",
  "⎋": "esc",
  "⌫": "backspace",
  "⇥": "tab",
  " ": "space",
};

/**
 * Returns the state after keys, one for each character, and after the search for the typed text. `↑ ↓ ← → ⏎ ⎋ ⌫ ⇥`
 * are the keys without a character.
 */
export function press(state: State, keys: string): State {
  return update(typed(state, keys), { type: "found" }).state;
}

/** Returns the state after keys, before the search for the typed text has finished. */
export function typed(state: State, keys: string): State {
  return [...keys].reduce((at, char) => pressKey(at, SIGNS[char] ?? char), state);
}

export function pressKey(state: State, key: Key): State {
  const action = actionOf(state, key);
  return action === null ? state : update(state, action).state;
}

/** Returns the rows of the tree as paths, with `>` before the row under the cursor. */
export function tree(state: State): string[] {
  const { rows, cursor } = filesView(state);
  const { tree } = state.subject.analysis;
  return [...rows].map((node, row) => (row === cursor ? "> " : "  ") + tree.path(node));
}

/** Returns the path under the cursor of the tree, or `null` if the tree has no rows. */
export function cursorPath(state: State): string | null {
  const { rows, cursor } = filesView(state);
  return cursor < 0 ? null : state.subject.analysis.tree.path(rows[cursor]);
}

/** Returns the rows of the tree as paths, each after the sign of its change. */
export function changesShown(state: State): string[] {
  const { rows, layer } = filesView(state);
  const { tree } = state.subject.analysis;
  return [...rows].map((node) => `${" +~−"[layer.changes[node]]} ${tree.path(node)}`);
}

/** Returns the areas of the panes on the screen, by their names. */
export function areas(state: State): Partial<Record<string, Area>> {
  const panes = layoutOf(state).columns.flat();
  return Object.fromEntries(panes.map(({ name, area }) => [name, area]));
}
