import { type Binding, bindings } from "../../keys/binding.js";
import type { State } from "../../state.js";
import type { Page } from "../page.js";
import { topPage, withPage, withTop } from "../page-stack.js";

/** The keys. */
export interface HelpPage extends Page {
  readonly kind: "help";
  /** All keys that the user can press. */
  readonly bindings: readonly Binding[];
  readonly top: number;
  /** The searched text; empty to show all lines. */
  readonly search: string;
}

export function openHelp(state: State, bindings: readonly Binding[]): State {
  return withPage<HelpPage>(state, { kind: "help", bindings, top: 0, search: "" });
}

/** Returns the topmost page if it is the help. */
export function topHelp(state: State): HelpPage | null {
  return topPage<HelpPage>(state, "help");
}

/** Shows only the lines of the help that contain a text. */
export function searchedHelp(state: State, search: string): State {
  const page = topHelp(state);
  return page === null ? state : withTop(state, { ...page, search, top: 0 });
}

/** The keys of the help itself. */
export const HELP_KEYS: readonly Binding[] = bindings("Pages", { places: ["help"] }, [
  [["/", "ctrl-f"], { type: "prompt-start", kind: "help" }, "search the keys as you type", "search"],
  [["?"], { type: "close-page" }, "close the help"],
  [["esc"], { type: "on-page", name: "viewer-back" }, "end the search, or close the help", "back"],
]);
