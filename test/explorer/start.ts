import { analyze, sortedCopies, waste } from "../../src/analysis/analyze.js";
import type { Base } from "../../src/analysis/base-image.js";
import { filesView } from "../../src/explorer/files/files-view.js";
import type { Key } from "../../src/explorer/keys/key-names.js";
import { actionOf } from "../../src/explorer/keys/keys.js";
import type { ReportFormat } from "../../src/explorer/pages/report/reports.js";
import { initialState, type State } from "../../src/explorer/state.js";
import { Subject } from "../../src/explorer/subject.js";
import { update } from "../../src/explorer/update.js";
import type { HistoryEntry } from "../../src/image/history.js";
import type { Image } from "../../src/image/image.js";
import { type MemberSpec, memoryImage } from "../support/memory-image.js";

const DIR = "dir";

/** Members of a layer from `path` or `path: content`; a path that ends in a slash is a folder. */
export function members(...specs: readonly string[]): MemberSpec[] {
  return specs.map((spec) => {
    const [path, content = ""] = spec.split(": ");
    return path.endsWith("/") ? { path: path.slice(0, -1), type: DIR, mode: 0o755 } : { path, content };
  });
}

/** The forms of a report that the world knows. */
export const REPORTS: readonly ReportFormat[] = [
  { name: "markdown", ending: "md" },
  { name: "text", ending: "txt" },
];

export interface StartOptions {
  readonly columns?: number;
  readonly rows?: number;
  /** Instructions, oldest first; those that begin with `ENV` or `CMD` made no layer. */
  readonly history?: readonly string[];
  /** What else is to be said of the image. */
  readonly image?: Partial<Image>;
  /** Where its base ends; by default what the history tells. */
  readonly base?: Base;
  /** What is known of the waste: by default all, `sorted` all but the causes. */
  readonly waste?: "looking" | "sorted" | "found";
}

/** The explorer as it opens on an image, with its waste found. */
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
  const entries = history.map((createdBy): HistoryEntry => {
    const emptyLayer = /^(ENV|CMD)/.test(createdBy);
    const made = emptyLayer || layer === layers.length ? null : layer++;
    return { created: null, createdBy, author: null, comment: null, emptyLayer, layer: made };
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

/** The state when the causes of its waste are known. */
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
 * The state after keys, a character each, when all that they ask for is found; `↑ ↓ ← → ⏎ ⎋ ⌫ ⇥` are the keys that
 * have no character.
 */
export function press(state: State, keys: string): State {
  return update(typed(state, keys), { type: "found" }).state;
}

/** The same, but what is looked for is not found yet. */
export function typed(state: State, keys: string): State {
  return [...keys].reduce((at, char) => pressKey(at, SIGNS[char] ?? char), state);
}

export function pressKey(state: State, key: Key): State {
  const action = actionOf(state, key);
  return action === null ? state : update(state, action).state;
}

/** The tree's rows as paths; the one under the cursor behind a `>`. */
export function tree(state: State): string[] {
  const { rows, cursor } = filesView(state);
  const { tree } = state.subject.analysis;
  return [...rows].map((node, row) => (row === cursor ? "> " : "  ") + tree.path(node));
}

/** The path under the tree's cursor; `null` where the tree has no rows. */
export function cursorPath(state: State): string | null {
  const { rows, cursor } = filesView(state);
  return cursor < 0 ? null : state.subject.analysis.tree.path(rows[cursor]);
}

/** The tree's rows as paths, each behind the sign of its change. */
export function changesShown(state: State): string[] {
  const { rows, layer } = filesView(state);
  const { tree } = state.subject.analysis;
  return [...rows].map((node) => `${" +~−"[layer.changes[node]]} ${tree.path(node)}`);
}
