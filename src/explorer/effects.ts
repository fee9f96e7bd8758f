import type { Action, Effect } from "./action.js";
import { copied } from "./copying.js";
import type { State } from "./state.js";
import { jobsOf } from "./viewer/update-viewer.js";

/** What the world is asked to do after an action that led to this state. */
export function effectsOf(state: State, action: Action, before: State): Effect[] {
  if (state.pages !== before.pages) {
    const jobs = jobsOf(state);
    const known = jobsOf(before);
    if (jobs.length !== known.length || jobs.some((job, at) => job !== known[at]))
      return [{ type: "work", jobs }];
  }
  switch (action.type) {
    case "quit":
      return [{ type: "exit", everything: action.everything === true }];
    case "prompt-keep":
      return comparedWith(before);
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

/** What was typed as the image to compare with. */
function comparedWith({ prompt }: State): Effect[] {
  const source = prompt?.kind === "compare" ? prompt.text.trim() : "";
  return source === "" ? [] : [{ type: "compare", source }];
}
