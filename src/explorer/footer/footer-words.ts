import { holdsRows, isOpen } from "../../tree/view/rows.js";
import type { Action } from "../action.js";
import { filesView } from "../files/files-view.js";
import type { Binding } from "../keys/binding.js";
import { mapped } from "../keys/key-map.js";
import { keyPlaceOf } from "../keys/key-place.js";
import type { Key } from "../keys/key-words.js";
import { BINDINGS, bindingsOf } from "../keys/keys.js";
import { PANES } from "../layout.js";
import type { State } from "../state.js";
import { layoutOf } from "../update.js";
import { chosenWaste } from "../waste/shown-waste.js";

/** A key, and in a word what it does now. */
export interface FooterWord {
  readonly key: Key;
  readonly word: string;
}

/** What the line at the bottom says: the useful keys, and what each of them does. */
export function footerWords(state: State): FooterWord[] {
  return usefulKeys(state).flatMap(({ keys, action, footer }) => {
    if (footer === undefined) return [];
    return [{ key: keys[0], word: action.type === "open" ? openWord(state, footer) : footer }];
  });
}

/** What `⏎` does with what is chosen. In the tree all words are as long: the line must not jump about while one moves. */
function openWord(state: State, usual: string): string {
  const place = keyPlaceOf(state);
  if (place === "waste") {
    const row = chosenWaste(state);
    if (row === null || !("group" in row) || row.group.copies.length === 1) return usual;
    return row.isOpen ? "fold" : "unfold";
  }
  if (place !== "files") return usual;
  const { rows, cursor, shown, folding } = filesView(state);
  const { analysis, outline } = state.subject;
  const isFolder = cursor >= 0 && holdsRows(analysis.tree, shown, rows[cursor]);
  return isFolder && isOpen(folding, rows[cursor], outline.depths[rows[cursor]]) ? "fold" : usual;
}

/**
 * The keys that matter here and now, for the line at the bottom: those of this place first, and none that does
 * nothing. The last two are how to get help and how to leave.
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
      !isVain(state, binding),
  );
  return keys.sort((a, b) => rank(a) - rank(b)).map((binding) => worded(state, binding));
}

/** What a word of the footer becomes where two images are compared. */
const COMPARED_WORDS = new Map([
  ["waste", "why"],
  ["all layers", "all files"],
  ["image", "both images"],
]);

function worded({ subject }: State, binding: Binding): Binding {
  const { footer = "" } = binding;
  const word = subject.comparison === null ? undefined : COMPARED_WORDS.get(footer);
  return word === undefined ? binding : { ...binding, footer: word };
}

/** What `⏎` does here, the way to the other panes, what else is for this place, and what is for all of them. */
function rank({ keys, action, places }: Binding): number {
  if (keys[0] === "enter") return 0;
  if (action.type === "focus-next") return 1;
  return places.length < PANES.length ? 2 : 3;
}

/** True for what changes nothing that is on the screen. */
function isVain(state: State, { action }: Binding): boolean {
  if (action.type === "focus") return action.pane === state.focus;
  if (action.type === "toggle-zoom") return !state.zoomed;
  return OF_THE_TREE.includes(action.type) && layoutOf(state).files === null;
}

const OF_THE_TREE: readonly Action["type"][] = ["switch-scope", "toggle-split", "next-order"];
