import { ADDED, MODIFIED, REMOVED, UNCHANGED } from "../tree/changes.js";
import type { Action } from "./action.js";
import type { Pane } from "./layout.js";
import type { State } from "./state.js";

/**
 * A key by name: a character as typed, or one of `up down left right page-up page-down home end enter space tab
 * shift-tab esc backspace ctrl-a … ctrl-z`.
 */
export type Key = string;

export interface Binding {
  readonly keys: readonly Key[];
  readonly action: Action;
  /** What it does, for the help. */
  readonly title: string;
  readonly group: string;
  /** Where it counts; everywhere without it. */
  readonly panes?: readonly Pane[];
  /** Its word in the footer. */
  readonly footer?: string;
  /** Why it does nothing now; `null` where it does. */
  disabled?(state: State): string | null;
}

const FILES: readonly Pane[] = ["files"];

const noCopies = ({ waste }: State) => {
  if (waste.state === "looking") return "the waste is still being looked for";
  if (waste.state === "failed") return waste.why;
  return waste.copies.length === 0 ? "this image wastes nothing" : null;
};

const noWarnings = ({ subject }: State) =>
  subject.analysis.image.warnings.length === 0 ? "there are no warnings" : null;

/** The one table of keys: it binds them, and footer and help are drawn from it. */
export const BINDINGS: readonly Binding[] = [
  ...bindings("Move", {}, [
    [["up", "k"], { type: "move", to: "up" }, "up"],
    [["down", "j"], { type: "move", to: "down" }, "down"],
    [["page-up", "ctrl-y"], { type: "move", to: "page-up" }, "a page up"],
    [["page-down", "ctrl-d"], { type: "move", to: "page-down" }, "a page down"],
    [["home", "g"], { type: "move", to: "top" }, "to the top"],
    [["end", "G"], { type: "move", to: "bottom" }, "to the bottom"],
  ]),
  ...bindings("Panes", {}, [
    [["tab"], { type: "focus-next", by: 1 }, "next pane", "pane"],
    [["shift-tab"], { type: "focus-next", by: -1 }, "pane before"],
    [["1"], { type: "focus", pane: "layers" }, "layers"],
    [["2"], { type: "focus", pane: "files" }, "files"],
    [["w", "3"], { type: "focus", pane: "waste" }, "waste: dead copies, the biggest first", "waste"],
  ]),
  ...bindings("Layers", { panes: ["layers"] }, [
    [["enter", "right", "l"], { type: "open" }, "to the files of this layer", "files"],
  ]),
  ...bindings("Files", {}, [
    [["a"], { type: "switch-scope" }, "what this layer changed, or all layers up to it", "all layers"],
    [
      ["/", "ctrl-f"],
      { type: "filter-start" },
      "filter by path as you type: text, letters in order, or * and **",
      "filter",
    ],
  ]),
  ...bindings("Files", { panes: FILES }, [
    [["enter", "space"], { type: "toggle-fold" }, "fold or unfold the folder", "fold"],
    [["left", "h"], { type: "to-parent" }, "fold the folder, or go to the one above"],
    [["right", "l"], { type: "into-folder" }, "unfold the folder, or go into it"],
    [["z"], { type: "fold-all", folds: "folded" }, "fold all"],
    [["Z"], { type: "fold-all", folds: "open" }, "unfold all"],
    [["x"], { type: "fold-all", folds: "auto" }, "unfold as far as a screen has room"],
    [["esc"], { type: "filter-clear" }, "end the filter"],
  ]),
  ...bindings("Files", {}, [
    [["s"], { type: "next-order" }, "sort by name, or by size", "sort"],
    [["b", "ctrl-b"], { type: "toggle-attributes" }, "mode and owner on and off"],
    [["+", "ctrl-a"], { type: "toggle-change", change: ADDED }, "added paths on and off"],
    [["~"], { type: "toggle-change", change: MODIFIED }, "modified paths on and off"],
    [["-", "ctrl-r"], { type: "toggle-change", change: REMOVED }, "removed paths on and off"],
    [["=", "ctrl-u"], { type: "toggle-change", change: UNCHANGED }, "unchanged paths on and off"],
  ]),
  ...bindings("Waste", { panes: ["waste"], disabled: noCopies }, [
    [["enter", "space", "right", "l"], { type: "open" }, "go to the layer and the path", "go there"],
  ]),
  ...bindings("Image", { disabled: noWarnings }, [
    [["!"], { type: "overlay", page: "warnings" }, "what is odd about the image"],
  ]),
  ...bindings("Leave", {}, [
    [["?"], { type: "overlay", page: "help" }, "this help", "help"],
    [["q", "ctrl-c"], { type: "quit" }, "quit", "quit"],
    [["ctrl-z"], { type: "suspend" }, "to the shell; `fg` comes back"],
  ]),
];

type Row = readonly [keys: readonly Key[], action: Action, title: string, footer?: string];

function bindings(group: string, rest: Pick<Binding, "panes" | "disabled">, rows: readonly Row[]): Binding[] {
  return rows.map(([keys, action, title, footer]) => ({ keys, action, title, group, footer, ...rest }));
}

/** What a key means now; `null` where it means nothing. */
export function actionOf(state: State, key: Key): Action | null {
  if (state.overlay !== null) return inOverlay(key);
  if (state.files.filter.typing) return whileTyping(key);
  const binding = bindingOf(state, key);
  const why = binding?.disabled?.(state) ?? null;
  return why === null ? (binding?.action ?? null) : { type: "refuse", why };
}

/** The binding that counts in the pane that has the focus; one for that pane alone goes before one for all. */
function bindingOf({ focus }: State, key: Key): Binding | null {
  const fitting = BINDINGS.filter(
    ({ keys, panes }) => keys.includes(key) && (panes?.includes(focus) ?? true),
  );
  return fitting.find(({ panes }) => panes !== undefined) ?? fitting.at(0) ?? null;
}

function inOverlay(key: Key): Action | null {
  if (["?", "!", "q", "esc", "enter", "space"].includes(key)) return { type: "overlay", page: null };
  return onlyOf(["move", "quit", "suspend"], key);
}

function whileTyping(key: Key): Action | null {
  if (key === "enter") return { type: "filter-keep" };
  if (key === "esc") return { type: "filter-clear" };
  if (key === "backspace") return { type: "filter-erase", all: false };
  if (key === "ctrl-u") return { type: "filter-erase", all: true };
  if (key === "space") return { type: "filter-type", text: " " };
  if ([...key].length === 1) return { type: "filter-type", text: key };
  return onlyOf(["move", "quit", "suspend"], key);
}

function onlyOf(types: readonly Action["type"][], key: Key): Action | null {
  return (
    BINDINGS.find(({ keys, action }) => keys.includes(key) && types.includes(action.type))?.action ?? null
  );
}
