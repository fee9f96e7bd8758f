import type { Action, Effect } from "./action.js";
import { copied } from "./copying.js";
import { hasNothingToEnd } from "./files/files-keys.js";
import { layersToRead } from "./layers/chosen-layer.js";
import { jobsOf } from "./pages/page-jobs.js";
import { topView } from "./pages/view/view-page.js";
import type { FileProgram } from "./session/file-program.js";
import type { State } from "./state.js";
import { withHome } from "./typing/path-completion.js";

/** Returns the effects of an action that led to this state. */
export function effectsOf(state: State, action: Action, before: State): Effect[] {
  return [
    ...workOf(state, before),
    ...comparisonOf(state, before),
    ...effectsOfAction(state, action, before),
  ];
}

/** Returns the jobs, if they changed. */
function workOf(state: State, before: State): Effect[] {
  if (state.pages === before.pages && state.prompt === before.prompt) return [];
  const jobs = jobsOf(state);
  const known = jobsOf(before);
  const same = jobs.length === known.length && jobs.every((job, at) => job === known[at]);
  return same ? [] : [{ type: "work", jobs }];
}

/** Returns the two layers whose contents must be compared, if they changed. */
function comparisonOf(state: State, before: State): Effect[] {
  if (state.layers === before.layers) return [];
  const between = layersToRead(state);
  const known = layersToRead(before);
  const same = between?.lower === known?.lower && between?.upper === known?.upper;
  return same ? [] : [{ type: "compare-layers", between }];
}

/** Returns the effects of the action itself. */
function effectsOfAction(state: State, action: Action, before: State): Effect[] {
  switch (action.type) {
    case "quit":
      return [{ type: "exit", everything: action.everything === true }];
    case "end-filter":
      return before.fromImage && hasNothingToEnd(before) ? [{ type: "exit", everything: false }] : [];
    case "prompt-keep":
      return comparedWith(before);
    case "suspend":
    case "choose-platform":
      return [{ type: action.type }];
    case "open-in":
      return openedIn(state, action.program);
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

/** Returns the effect for the typed name of an image to compare with. */
function comparedWith({ prompt, home }: State): Effect[] {
  const source = prompt?.kind === "compare" ? withHome(prompt.text.trim(), home) : "";
  return source === "" ? [] : [{ type: "compare", source }];
}

/** Returns the effect that opens the viewed file in a program. */
function openedIn(state: State, program: FileProgram): Effect[] {
  const page = topView(state);
  if (page === null) return [];
  const { name, row, decoded } = page;
  // An editor gets the stored bytes; a pager expects UTF-8.
  const text = program === "pager" && decoded !== null ? decoded.text.window.bytes : null;
  return [{ type: "open-in", program, name, row, text }];
}
