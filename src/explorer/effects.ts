import type { Action, Effect } from "./action.js";
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
      return [{ type: "exit" }];
    case "suspend":
      return [{ type: "suspend" }];
    default:
      return [];
  }
}
