import type { FilterKind } from "../../files/path-filter.js";
import { ANY_PANE, type Binding, bindings } from "../../keys/binding.js";
import type { List } from "../../list.js";
import type { State } from "../../state.js";
import type { Page } from "../page.js";
import { topPage, withPage, withTop } from "../page-stack.js";
import { openVersions } from "../versions/versions-page.js";

/** Paths of all layers that match a text, including paths that are not in the final image. */
export interface FindPage extends Page {
  readonly kind: "find";
  readonly text: string;
  readonly list: List;
}

/** Returns the topmost page if it has search results. */
export function findPage(state: State): FindPage | null {
  return topPage<FindPage>(state, "find");
}

/** Opens the page, or continues with it if it is the topmost one. */
export function openFind(state: State): State {
  if (findPage(state) !== null) return state;
  return withPage<FindPage>(state, { kind: "find", text: "", list: START });
}

/** Closes the page. */
export function closeFind(state: State): State {
  return findPage(state) === null ? state : withTop(state, null);
}

/** Searches another text. */
export function findByText(state: State, text: string): State {
  return findPage(state) === null ? state : withTop<FindPage>(state, { kind: "find", text, list: START });
}

/** Opens the versions of the path under the cursor. */
export function openFound(state: State): State {
  const page = findPage(state);
  return page === null ? state : openedFound(state, page);
}

const START: List = { cursor: 0, top: 0 };

export interface FindResults {
  /** The way in which the text was searched; `null` if there is none. */
  readonly kind: FilterKind | null;
  readonly forms: string;
  readonly problem: string | null;
  readonly nodes: Int32Array;
}

/** Returns the results of a page: paths whose own names match come first. */
export function findResults({ subject }: State, { text }: FindPage): FindResults {
  const found = text.trim() === "" ? null : subject.filtered(text, subject.history.ever());
  if (found === null) return { kind: null, forms: "", problem: null, nodes: new Int32Array(0) };
  const { kind, forms, problem } = found;
  return { kind, forms, problem, nodes: subject.history.list(found, text) };
}

/** Returns the state after `⏎`: opens the versions of the path under the cursor. */
export function openedFound(state: State, page: FindPage): State {
  const { nodes } = findResults(state, page);
  return page.list.cursor < nodes.length ? openVersions(state, nodes[page.list.cursor]) : state;
}

/** Returns the number of paths that fit on the page, below its heading. */
export function foundInSight({ screen }: State): number {
  return Math.max(screen.rows - 5, 1);
}

/** The key that opens the search, and the keys in the list of its results. */
export const FIND_KEYS: readonly Binding[] = [
  ...bindings("Files", { places: [ANY_PANE, "find"] }, [
    [["f"], { type: "prompt-start", kind: "find" }, "find in all layers: which layer added a path?", "find"],
  ]),
  ...bindings("Find", { places: ["find"], disabled: nothingFound }, [
    [["enter", "t"], { type: "open" }, "the versions of the path", "versions"],
  ]),
  ...bindings("Find", { places: ["find"] }, [
    [["/"], { type: "prompt-start", kind: "find" }, "search again", "search"],
  ]),
];

function nothingFound(state: State): string | null {
  const page = findPage(state);
  return page === null || findResults(state, page).nodes.length > 0
    ? null
    : "no path is listed: / searches again";
}
