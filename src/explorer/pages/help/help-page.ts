import { type Binding, bindings } from "../../keys/binding.js";
import type { State } from "../../state.js";

/** What is searched for in the help; empty where nothing is, or where it is not open. */
export function helpSearch({ pages }: State): string {
  const page = pages.at(-1);
  return page?.kind === "help" ? page.search : "";
}

/** The help with the lines that hold a text. */
export function searchedHelp(state: State, search: string): State {
  const page = state.pages.at(-1);
  if (page?.kind !== "help") return state;
  return { ...state, pages: [...state.pages.slice(0, -1), { ...page, search, top: 0 }] };
}

/** Keys of the help itself. */
export const HELP_KEYS: readonly Binding[] = bindings("Pages", { places: ["help"] }, [
  [["/", "ctrl-f"], { type: "prompt-start", kind: "help" }, "search the keys as you type", "search"],
  [["?"], { type: "close-page" }, "close the help"],
]);
