import type { Action } from "../action.js";
import { FILES } from "../files/files-definition.js";
import { type Binding, type KeyPlace, keyPlaceOf } from "../keys/binding.js";
import { mapped } from "../keys/key-map.js";
import type { Key } from "../keys/key-names.js";
import { BINDINGS, bindingsOf } from "../keys/keys.js";
import { areaOf, layoutOf } from "../layout.js";
import { PANES, paneOf } from "../panes.js";
import type { State } from "../state.js";

/** A key, and a word for its effect. */
export interface FooterWord {
  readonly key: Key;
  readonly word: string;
}

/** Returns the words of the footer: the useful keys and their effects. */
export function footerWords(state: State): FooterWord[] {
  return usefulKeys(state).flatMap(({ keys, action, footer }) => {
    if (footer === undefined) return [];
    return [{ key: keys[0], word: action.type === "open" ? openWord(state, footer) : footer }];
  });
}

/** Returns the effect of `⏎` on the selected row. */
function openWord(state: State, usual: string): string {
  if (state.pages.length > 0) return usual;
  return paneOf(state.focus).openWord?.(state, usual) ?? usual;
}

/**
 * Returns the useful keys for the footer: those of this pane or page first, without keys that have no effect.
 * The last two are help and quit.
 */
export function usefulKeys(state: State): Binding[] {
  const place = keyPlaceOf(state);
  const here = bindingsOf(place, state.keys);
  const meant = (key: Key) => here.find(({ keys }) => keys.includes(key))?.action;
  const keys = mapped(BINDINGS, state.keys).filter(
    (binding) =>
      binding.footer !== undefined &&
      binding.places.includes(place) &&
      (binding.footerIn ?? binding.places).includes(place) &&
      meant(binding.keys[0]) === binding.action &&
      (binding.disabled?.(state) ?? null) === null &&
      !changesNothing(state, binding),
  );
  return keys.sort((a, b) => rank(a, place) - rank(b, place)).map((binding) => worded(state, binding));
}

/** Words that are replaced if two images are compared. */
const COMPARED_WORDS = new Map([
  ["waste", "why"],
  ["all layers", "all files"],
  ["image", "both images"],
]);

function worded({ subject, fromImage }: State, binding: Binding): Binding {
  const { footer = "", action } = binding;
  if (fromImage && action.type === "quit") return { ...binding, footer: "back" };
  const word = subject.comparison === null ? undefined : COMPARED_WORDS.get(footer);
  return word === undefined ? binding : { ...binding, footer: word };
}

/**
 * Returns the rank of a key: `⏎` first, then the next pane and the end of a zoom, then other panes and keys for
 * the content of this place, then other keys that work only in a few places, then keys of all places.
 */
function rank({ keys, action, group, places }: Binding, place: KeyPlace): number {
  if (keys[0] === "enter") return 0;
  if (action.type === "focus-next" || action.type === "toggle-zoom") return 1;
  if (action.type === "focus" || group.toLowerCase() === place) return 2;
  return places.length < PANES.length ? 3 : 4;
}

/** Returns true for a key that would change nothing on the screen. */
function changesNothing(state: State, { action }: Binding): boolean {
  if (action.type === "focus") return action.pane === state.focus;
  if (action.type === "toggle-zoom") return !state.zoomed;
  return OF_THE_TREE.includes(action.type) && areaOf(layoutOf(state), FILES.name) === null;
}

const OF_THE_TREE: readonly Action["type"][] = ["switch-scope", "toggle-split", "next-order"];
