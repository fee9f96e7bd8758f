import type { FilterKind } from "../../files/path-filter.js";
import { type Binding, bindings } from "../../keys/binding.js";
import { PANES } from "../../layout.js";
import { type List, type Move, moved, scrolled } from "../../list.js";
import type { State } from "../../state.js";
import type { FindPage } from "../page.js";
import { openVersions } from "../versions/versions-page.js";

/** The page with the search results, if it lies on top. */
export function findPage({ pages }: State): FindPage | null {
  const page = pages.at(-1);
  return page?.kind === "find" ? page : null;
}

/** Opens the page, or continues with it where it lies on top. */
export function openFind(state: State): State {
  if (findPage(state) !== null) return state;
  return { ...state, pages: [...state.pages, { kind: "find", text: "", list: START }] };
}

/** Closes it. */
export function closeFind(state: State): State {
  return findPage(state) === null ? state : { ...state, pages: state.pages.slice(0, -1) };
}

/** Looks for another text. */
export function findText(state: State, text: string): State {
  return findPage(state) === null ? state : withPage(state, { kind: "find", text, list: START });
}

/** Opens the versions of the path under the cursor. */
export function openFound(state: State): State {
  const page = findPage(state);
  return page === null ? state : openedFound(state, page);
}

const START: List = { cursor: 0, top: 0 };

export interface FoundEver {
  /** How the text was taken; `null` if there is none. */
  readonly kind: FilterKind | null;
  readonly forms: string;
  readonly problem: string | null;
  readonly nodes: Int32Array;
}

/** What a page found: the paths with the text in their own names first. */
export function foundEver({ subject }: State, { text }: FindPage): FoundEver {
  const found = text.trim() === "" ? null : subject.filtered(text, subject.history.ever());
  if (found === null) return { kind: null, forms: "", problem: null, nodes: new Int32Array(0) };
  const { kind, forms, problem } = found;
  return { kind, forms, problem, nodes: subject.history.list(found, text) };
}

/** `⏎`: opens the versions of the path under the cursor. */
export function openedFound(state: State, page: FindPage): State {
  const { nodes } = foundEver(state, page);
  return page.list.cursor < nodes.length ? openVersions(state, nodes[page.list.cursor]) : state;
}

export function movedFind(state: State, page: FindPage, to: Move): FindPage {
  const sizes = { count: foundEver(state, page).nodes.length, height: foundInSight(state) };
  const cursor = moved(page.list.cursor, to, sizes);
  return { ...page, list: { cursor, top: scrolled(page.list.top, cursor, sizes) } };
}

/** Paths that the page has room for, below its heading. */
export function foundInSight({ screen }: State): number {
  return Math.max(screen.rows - 5, 1);
}

function withPage(state: State, page: FindPage): State {
  return { ...state, pages: [...state.pages.slice(0, -1), page] };
}

/** The key that finds a path, and those on the list of the paths that it found. */
export const FIND_KEYS: readonly Binding[] = [
  ...bindings("Files", { places: [...PANES, "find"] }, [
    [["f"], { type: "prompt-start", kind: "find" }, "find in all layers: which one brought a path?", "find"],
  ]),
  ...bindings("Find", { places: ["find"] }, [
    [["enter", "t"], { type: "open" }, "the versions of the path", "versions"],
    [["/"], { type: "prompt-start", kind: "find" }, "type something else", "search"],
  ]),
];
