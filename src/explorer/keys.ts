import { ADDED, MODIFIED, REMOVED, UNCHANGED } from "../tree/changes.js";
import type { Action } from "./action.js";
import { type KeyMap, mapped } from "./key-map.js";
import { PANES } from "./layout.js";
import { PAGES } from "./page.js";
import { EVERYWHERE, type Place, placeOf } from "./place.js";
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
  /** Where it counts. What counts in fewer places goes before what counts in more. */
  readonly places: readonly Place[];
  /** Its word in the footer. */
  readonly footer?: string;
  /** Why it does nothing now; `null` where it does. */
  disabled?(state: State): string | null;
}

const FILES: readonly Place[] = ["files"];

const noCopies = ({ waste }: State) => {
  if (waste.state === "looking") return "the waste is still being looked for";
  if (waste.state === "failed") return waste.why;
  return waste.copies.length === 0 ? "this image wastes nothing" : null;
};

const noWarnings = ({ subject }: State) =>
  subject.analysis.image.warnings.length === 0 ? "there are no warnings" : null;

/** The one table of keys: it binds them, and footer and help are drawn from it. */
export const BINDINGS: readonly Binding[] = [
  ...bindings("Move", { places: EVERYWHERE }, [
    [["up", "k"], { type: "move", to: "up" }, "up"],
    [["down", "j"], { type: "move", to: "down" }, "down"],
    [["page-up", "ctrl-y"], { type: "move", to: "page-up" }, "a page up"],
    [["page-down", "ctrl-d"], { type: "move", to: "page-down" }, "a page down"],
    [["home", "g"], { type: "move", to: "top" }, "to the top"],
    [["end", "G"], { type: "move", to: "bottom" }, "to the bottom"],
  ]),
  ...bindings("Panes", { places: PANES }, [
    [["tab"], { type: "focus-next", by: 1 }, "next pane", "pane"],
    [["shift-tab"], { type: "focus-next", by: -1 }, "pane before"],
    [["1"], { type: "focus", pane: "layers" }, "layers"],
    [["2"], { type: "focus", pane: "files" }, "files"],
    [["w", "3"], { type: "focus", pane: "waste" }, "waste: dead copies, the biggest first", "waste"],
  ]),
  ...bindings("Layers", { places: ["layers"] }, [
    [["enter", "right", "l"], { type: "open" }, "to the files of this layer", "files"],
  ]),
  ...bindings("Files", { places: PANES }, [
    [["a"], { type: "switch-scope" }, "what this layer changed, or all layers up to it", "all layers"],
    [
      ["/", "ctrl-f"],
      { type: "prompt-start", kind: "filter" },
      "filter by path as you type: text, letters in order, or * and **",
      "filter",
    ],
  ]),
  ...bindings("Files", { places: FILES }, [
    [["enter", "space"], { type: "toggle-fold" }, "fold or unfold the folder", "fold"],
    [["left", "h"], { type: "to-parent" }, "fold the folder, or go to the one above"],
    [["right", "l"], { type: "into-folder" }, "unfold the folder, or go into it"],
    [["z"], { type: "fold-all", folds: "folded" }, "fold all"],
    [["Z"], { type: "fold-all", folds: "open" }, "unfold all"],
    [["x"], { type: "fold-all", folds: "auto" }, "unfold as far as a screen has room"],
    [["esc"], { type: "filter", text: "" }, "end the filter"],
  ]),
  ...bindings("Files", { places: PANES }, [
    [["s"], { type: "next-order" }, "sort by name, or by size", "sort"],
    [["b", "ctrl-b"], { type: "toggle-attributes" }, "mode and owner on and off"],
    [["+", "ctrl-a"], { type: "toggle-change", change: ADDED }, "added paths on and off"],
    [["~"], { type: "toggle-change", change: MODIFIED }, "modified paths on and off"],
    [["-", "ctrl-r"], { type: "toggle-change", change: REMOVED }, "removed paths on and off"],
    [["=", "ctrl-u"], { type: "toggle-change", change: UNCHANGED }, "unchanged paths on and off"],
  ]),
  ...bindings("Waste", { places: ["waste"], disabled: noCopies }, [
    [["enter", "space", "right", "l"], { type: "open" }, "go to the layer and the path", "go there"],
  ]),
  ...bindings("Image", { places: PANES, disabled: noWarnings }, [
    [["!"], { type: "open-page", page: "warnings" }, "what is odd about the image"],
  ]),
  ...bindings("Terminal", { places: ["layers"] }, [[["y"], { type: "copy" }, "copy the instruction"]]),
  ...bindings("Terminal", { places: ["files", "waste"] }, [[["y"], { type: "copy" }, "copy the path"]]),
  ...bindings("Terminal", { places: EVERYWHERE }, [
    [["M"], { type: "toggle-mouse" }, "mouse on and off: while it is off, it selects text"],
  ]),
  ...bindings("Pages", { places: PAGES }, [
    [["esc", "q"], { type: "close-page" }, "back to what lies below", "back"],
  ]),
  ...bindings("Pages", { places: ["help"] }, [[["?"], { type: "close-page" }, "close the help"]]),
  ...bindings("Leave", { places: EVERYWHERE }, [
    [["?"], { type: "open-page", page: "help" }, "this help", "help"],
  ]),
  ...bindings("Leave", { places: PANES }, [[["q"], { type: "quit" }, "quit", "quit"]]),
  ...bindings("Leave", { places: EVERYWHERE }, [
    [["ctrl-c"], { type: "quit" }, "quit from anywhere"],
    [["ctrl-z"], { type: "suspend" }, "to the shell; `fg` comes back"],
  ]),
];

type Row = readonly [keys: readonly Key[], action: Action, title: string, footer?: string];

function bindings(
  group: string,
  rest: Pick<Binding, "places" | "disabled">,
  rows: readonly Row[],
): Binding[] {
  return rows.map(([keys, action, title, footer]) => ({ keys, action, title, group, footer, ...rest }));
}

/** What a key means now; `null` where it means nothing. */
export function actionOf(state: State, key: Key): Action | null {
  if (state.prompt !== null) return whileTyping(key);
  const binding = bindingOf(placeOf(state), key, state.keys);
  const why = binding?.disabled?.(state) ?? null;
  return why === null ? (binding?.action ?? null) : { type: "refuse", why };
}

/** The bindings that count in a place, those first that count in few others. */
export function bindingsOf(place: Place, keys?: KeyMap): Binding[] {
  return mapped(BINDINGS, keys)
    .filter(({ places }) => places.includes(place))
    .sort((a, b) => a.places.length - b.places.length);
}

function bindingOf(place: Place, key: Key, keys?: KeyMap): Binding | null {
  return bindingsOf(place, keys).find(({ keys }) => keys.includes(key)) ?? null;
}

function whileTyping(key: Key): Action | null {
  if (key === "enter") return { type: "prompt-keep" };
  if (key === "esc") return { type: "prompt-cancel" };
  if (key === "backspace") return { type: "prompt-erase", all: false };
  if (key === "ctrl-u") return { type: "prompt-erase", all: true };
  if (key === "space") return { type: "prompt-type", text: " " };
  if ([...key].length === 1) return { type: "prompt-type", text: key };
  const meant = BINDINGS.find(({ keys }) => keys.includes(key))?.action ?? null;
  return meant !== null && ["move", "quit", "suspend"].includes(meant.type) ? meant : null;
}
