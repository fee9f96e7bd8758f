import { ADDED, MODIFIED, REMOVED } from "../../tree/changes.js";
import type { Action } from "../action.js";
import type { Binding } from "./binding.js";
import { EVERYWHERE, type KeyPlace } from "./key-place.js";
import type { Key, KeyMap } from "./key-words.js";

/** The table with the user's keys in it. */
export function mapped(bindings: readonly Binding[], keys: KeyMap = new Map()): readonly Binding[] {
  if (keys.size === 0) return bindings;
  return bindings.map((binding) => ({ ...binding, keys: keys.get(bindingName(binding)) ?? binding.keys }));
}

/**
 * What a binding is called where a user gives it other keys: what it does, in words with hyphens. Bindings that do the
 * same in several places share their name.
 */
export function bindingName({ action, places }: Pick<Binding, "action" | "places">): string {
  switch (action.type) {
    case "quit":
      return places.length === EVERYWHERE.length ? "quit-anywhere" : "quit";
    case "move":
      return `move-${action.to}`;
    case "focus-next":
      return action.by === 1 ? "next-pane" : "previous-pane";
    case "to-match":
      return action.by === 1 ? "next-match" : "previous-match";
    case "fold-all":
      return { folded: "fold-all", open: "unfold-all", auto: "unfold-to-fit", changed: "unfold-changed" }[
        action.folds
      ];
    case "toggle-change":
      return `toggle-${CHANGES.get(action.change) ?? "unchanged"}`;
    case "open-page":
      return `show-${action.page}`;
    case "prompt-start":
      return `start-${action.kind}`;
    case "in-viewer":
      return `viewer-${action.key}`;
    case "filter":
      return "end-filter";
    default:
      return plainName(action);
  }
}

const CHANGES = new Map([
  [ADDED, "added"],
  [MODIFIED, "modified"],
  [REMOVED, "removed"],
]);

/** The action's name, with the words that distinguish it from others of its kind: `focus-layers`. */
function plainName(action: Action): string {
  const words = Object.values(action).filter((value) => typeof value === "string");
  return words.join("-");
}

/** Two bindings that the same key would mean in one place. */
interface Conflict {
  readonly key: Key;
  readonly names: readonly [string, string];
  readonly place: KeyPlace;
}

/**
 * A key that a map gives to something where it means something else already; `null` if there is none. That the table
 * itself puts one key before another (in few places before in many) is no conflict.
 */
export function conflictOf(bindings: readonly Binding[], keys: KeyMap): Conflict | null {
  const all = mapped(bindings, keys).map((binding) => ({ ...binding, name: bindingName(binding) }));
  for (const mine of all.filter(({ name }) => keys.has(name))) {
    for (const other of all.filter(({ name }) => name !== mine.name)) {
      const key = mine.keys.find((key) => other.keys.includes(key));
      const place = mine.places.find((place) => other.places.includes(place));
      if (key !== undefined && place !== undefined) return { key, names: [mine.name, other.name], place };
    }
  }
  return null;
}
