import { ADDED, MODIFIED, REMOVED } from "../../tree/changes.js";
import type { Action } from "../action.js";
import type { Binding, KeyPlace } from "./binding.js";
import type { Key, KeyMap } from "./key-names.js";

/** Returns the table with the user's keys. */
export function mapped(bindings: readonly Binding[], keys: KeyMap = new Map()): readonly Binding[] {
  if (keys.size === 0) return bindings;
  return bindings.map((binding) => ({ ...binding, keys: keys.get(bindingName(binding)) ?? binding.keys }));
}

/**
 * Returns the name of a binding for the configuration: its action, in words with hyphens. Bindings with the
 * same action in several places have the same name.
 */
export function bindingName({ action }: Pick<Binding, "action">): string {
  switch (action.type) {
    case "quit":
      return action.everything === true ? "quit-anywhere" : "quit";
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
    case "apply":
    case "on-page":
      return action.name;
    case "prompt-start":
      return `start-${action.kind}`;
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

/**
 * Returns the name of an action, with the words that distinguish it from others of its kind: `focus-layers`.
 */
function plainName(action: Action): string {
  const words = Object.values(action).filter((value) => typeof value === "string");
  return words.join("-");
}

/** Two bindings with the same key in one place. */
interface Conflict {
  readonly key: Key;
  readonly names: readonly [string, string];
  readonly place: KeyPlace;
}

/**
 * Returns a key that a map assigns to two meanings; `null` if there is none. The table itself may assign a
 * key twice: the binding with fewer places is used.
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
