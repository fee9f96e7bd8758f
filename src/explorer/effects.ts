import type { Action, Effect } from "./action.js";
import { copied } from "./copying.js";
import type { State } from "./state.js";

/** What the world is asked to do after an action that led to this state. */
export function effectsOf(state: State, action: Action): Effect[] {
  switch (action.type) {
    case "quit":
      return [{ type: "exit" }];
    case "suspend":
      return [{ type: "suspend" }];
    case "copy": {
      const what = copied(state);
      return "text" in what ? [{ type: "copy", text: what.text }] : [];
    }
    case "toggle-mouse":
      return [{ type: "mouse", on: state.mouse }];
    default:
      return [];
  }
}
