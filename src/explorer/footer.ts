import type { Action } from "./action.js";
import { mapped } from "./key-map.js";
import { BINDINGS, type Binding, bindingOf } from "./keys.js";
import { PANES } from "./layout.js";
import { placeOf } from "./place.js";
import type { State } from "./state.js";
import { layoutOf } from "./update.js";

/**
 * The keys that matter here and now, for the line at the bottom: those of this place first, and none that does
 * nothing. The last two are how to get help and how to leave.
 */
export function usefulKeys(state: State): Binding[] {
  const place = placeOf(state);
  const keys = mapped(BINDINGS, state.keys).filter(
    (binding) =>
      binding.footer !== undefined &&
      binding.places.includes(place) &&
      (binding.footerIn ?? binding.places).includes(place) &&
      bindingOf(place, binding.keys[0], state.keys)?.action === binding.action &&
      (binding.disabled?.(state) ?? null) === null &&
      !isVain(state, binding),
  );
  return keys.sort((a, b) => rank(a) - rank(b));
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
  return OF_THE_TREE.includes(action.type) && layoutOf(state).files === null;
}

const OF_THE_TREE: readonly Action["type"][] = ["switch-scope", "toggle-split", "next-order"];
