import type { Action, Effect } from "./action.js";
import type { State } from "./state.js";

/** What the world is asked to do after an action that led to this state. */
export function effectsOf(_state: State, action: Action): Effect[] {
  switch (action.type) {
    case "quit":
      return [{ type: "exit" }];
    case "suspend":
      return [{ type: "suspend" }];
    default:
      return [];
  }
}
