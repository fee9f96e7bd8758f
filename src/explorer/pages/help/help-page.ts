import { type Binding, bindings } from "../../keys/binding.js";
import type { State } from "../../state.js";

/** Returns the searched text in the help; empty if there is none, or if the help is not open. */
export function helpSearch({ pages }: State): string {
  const page = pages.at(-1);
  return page?.kind === "help" ? page.search : "";
}

/** Shows only the lines of the help that contain a text. */
export function searchedHelp(state: State, search: string): State {
  const page = state.pages.at(-1);
  if (page?.kind !== "help") return state;
  return { ...state, pages: [...state.pages.slice(0, -1), { ...page, search, top: 0 }] };
}

/** The keys of the help itself. */
export const HELP_KEYS: readonly Binding[] = bindings("Pages", { places: ["help"] }, [
  [["/", "ctrl-f"], { type: "prompt-start", kind: "help" }, "search the keys as you type", "search"],
  [["?"], { type: "close-page" }, "close the help"],
]);
