import type { Action } from "../action.js";
import { layoutOf } from "../layout.js";
import { openHelp } from "../pages/help/help-page.js";
import { PAGES } from "../pages/pages.js";
import { numberBegun } from "../pages/view/view-keys.js";
import { PANE_NAMES, PANES } from "../panes.js";
import type { State } from "../state.js";
import {
  ANY_PAGE,
  ANY_PANE,
  ANY_TEXT,
  type Binding,
  type BindingRow,
  bindings,
  EVERYWHERE,
  type KeyPlace,
  keyPlaceOf,
} from "./binding.js";
import { isCompared, noPlatforms } from "./disabled.js";
import { mapped } from "./key-map.js";
import { type Key, type KeyMap, keyName } from "./key-names.js";
import { whileTyping } from "./prompt-keys.js";

const OPEN_HELP: Action = {
  type: "apply",
  name: "show-help",
  apply: (state) => openHelp(state, mapped(BINDINGS, state.keys)),
};

const TABLE: readonly Binding[] = [
  ...bindings("Move", { places: EVERYWHERE }, [
    [["up", "k"], { type: "move", to: "up" }, "up"],
    [["down", "j"], { type: "move", to: "down" }, "down"],
    [["page-up", "ctrl-y"], { type: "move", to: "page-up" }, "a page up"],
    [["page-down"], { type: "move", to: "page-down" }, "a page down"],
    [["ctrl-u"], { type: "move", to: "half-up" }, "half a page up"],
    [["ctrl-d"], { type: "move", to: "half-down" }, "half a page down"],
    [["home", "g"], { type: "move", to: "top" }, "to the top"],
    [["end", "G"], { type: "move", to: "bottom" }, "to the bottom"],
  ]),
  ...bindings("Panes", { places: [ANY_PANE] }, [
    [["tab"], { type: "focus-next", by: 1 }, "next pane", "pane"],
    [["shift-tab"], { type: "focus-next", by: -1 }, "previous pane"],
    ...PANES.map(
      ({ name, selects: { keys, title, footer } }): BindingRow => [
        keys,
        { type: "focus", pane: name },
        title,
        footer,
      ],
    ),
    [["F"], { type: "toggle-zoom" }, "the pane fills the screen, or all panes again", "all panes"],
  ]),
  ...PANES.flatMap(({ keys }) => keys),
  ...PAGES.flatMap(({ keys }) => keys),
  ...bindings("Image", { places: [ANY_PANE], disabled: isCompared }, [
    [
      ["d"],
      { type: "prompt-start", kind: "compare" },
      "compare with an older image: type its name; esc returns",
    ],
  ]),
  ...bindings("Image", { places: [ANY_PANE], disabled: noPlatforms }, [
    [["P"], { type: "choose-platform" }, "open another platform of the image"],
  ]),
  ...bindings("Viewer", { places: [ANY_TEXT] }, [
    [["space"], { type: "move", to: "page-down" }, "a page down, as in less"],
    [["b"], { type: "move", to: "page-up" }, "a page up, as in less"],
  ]),
  ...bindings("Terminal", { places: [ANY_PANE, "view"] }, [
    [["y"], { type: "copy" }, "copy the path, the instruction, or the file content"],
  ]),
  ...bindings("Terminal", { places: EVERYWHERE }, [
    [["M"], { type: "toggle-mouse" }, "mouse on and off: when off, the terminal selects text"],
  ]),
  ...bindings("Pages", { places: [ANY_PAGE] }, [
    [["esc", "q"], { type: "close-page" }, "close the page", "back"],
  ]),
  ...bindings("Leave", { places: EVERYWHERE }, [[["?"], OPEN_HELP, "this help", "help"]]),
  ...bindings("Leave", { places: [ANY_PANE] }, [[["q"], { type: "quit" }, "quit", "quit"]]),
  ...bindings("Leave", { places: EVERYWHERE }, [
    [["ctrl-c"], { type: "quit", everything: true }, "quit from anywhere"],
    [["ctrl-z"], { type: "suspend" }, "to the shell; `fg` returns"],
  ]),
];

/** The names of several places, with those places. */
const PLACES = new Map<KeyPlace, readonly KeyPlace[]>([
  [ANY_PANE, PANE_NAMES],
  [ANY_PAGE, PAGES.map(({ kind }) => kind)],
  [ANY_TEXT, PAGES.filter(({ isText }) => isText).map(({ kind }) => kind)],
]);

/** All keys. Footer and help use this table. The keys of a pane or a page are in its folder. */
export const BINDINGS: readonly Binding[] = TABLE.map((binding) => ({
  ...binding,
  places: placesNamed(binding.places),
  footerIn: binding.footerIn && placesNamed(binding.footerIn),
}));

function placesNamed(places: readonly KeyPlace[]): KeyPlace[] {
  return places.flatMap((place) => PLACES.get(place) ?? [place]);
}

/**
 * Returns the action of a key in this state. A key without effect returns the reason, except while a prompt
 * is open.
 */
export function actionOf(state: State, key: Key): Action {
  if (layoutOf(state).kind === "too small") return whileTooSmall(state, key);
  if (state.prompt !== null) return whileTyping(state.prompt, key) ?? { type: "ignored" };
  const binding = bindingOf(keyPlaceOf(state), plainKey(key), state.keys);
  const number = binding === null ? numberBegun(state, key) : null;
  if (number !== null) return number;
  if (binding === null) return { type: "refuse", why: `${keyName(key)} does nothing here: ? shows the keys` };
  const why = binding.disabled?.(state) ?? null;
  return why === null ? binding.action : { type: "refuse", why };
}

/** On a screen that is too small, the user sees no effect of a key: only those that leave work. */
const LEAVING: readonly Action["type"][] = ["quit", "suspend"];

function whileTooSmall({ keys: own }: State, key: Key): Action {
  const leaving = mapped(BINDINGS, own).find(
    ({ keys, action }) => keys.includes(key) && LEAVING.includes(action.type),
  );
  return leaving?.action ?? { type: "ignored" };
}

/** Returns the name of the key that quits. */
export function quitKey({ keys: own }: State): string {
  const quits = mapped(BINDINGS, own).find(({ action }) => action.type === "quit");
  return keyName(quits?.keys[0] ?? "q");
}

/** Returns the bindings of a place. Bindings with few places come first. */
export function bindingsOf(place: KeyPlace, keys?: KeyMap): Binding[] {
  return mapped(BINDINGS, keys)
    .filter(({ places }) => places.includes(place))
    .sort((a, b) => a.places.length - b.places.length);
}

/** Returns the binding of a key in a place. */
function bindingOf(place: KeyPlace, key: Key, keys?: KeyMap): Binding | null {
  return bindingsOf(place, keys).find(({ keys }) => keys.includes(key)) ?? null;
}

/** Returns the key without a modifier, which only prompts use. */
function plainKey(key: Key): Key {
  return key === "ctrl-left" ? "left" : key === "ctrl-right" ? "right" : key;
}
