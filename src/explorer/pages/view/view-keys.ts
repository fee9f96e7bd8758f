import type { Action } from "../../action.js";
import { type Binding, bindings } from "../../keys/binding.js";
import type { Key } from "../../keys/key-names.js";
import type { State } from "../../state.js";
import { topView } from "./view-page.js";

/** The keys on the content of a file. */
export const VIEW_KEYS: readonly Binding[] = [
  ...bindings("Viewer", { places: ["view"] }, [
    [["/"], { type: "prompt-start", kind: "search" }, "search as you type", "search"],
    [[":"], { type: "prompt-start", kind: "line" }, "go to a line (also 50G), in hex to a byte"],
    [["W"], { type: "on-page", name: "viewer-wrap" }, "wrap long lines, or not", "wrap"],
    [["x"], { type: "on-page", name: "viewer-hex" }, "hex or text", "hex"],
    [["p"], { type: "open-in", program: "pager" }, "open a copy in $PAGER (default: less)"],
    [["v"], { type: "open-in", program: "editor" }, "open a copy in $EDITOR, to read it there"],
    [["i"], { type: "on-page", name: "viewer-facts" }, "mode, owner, times, layer, digest", "facts"],
    [["d"], { type: "on-page", name: "viewer-difference" }, "the difference to the version below", "diff"],
    [["esc"], { type: "on-page", name: "viewer-back" }, "stop reading, end the search, or go back", "back"],
  ]),
  ...bindings("Viewer", { places: ["view"], disabled: noMatches }, [
    [["n"], { type: "on-page", name: "viewer-next-match" }, "next match"],
    [["N"], { type: "on-page", name: "viewer-match-before" }, "previous match"],
  ]),
  ...bindings("Viewer", { places: ["view", "diff"], disabled: notAcross }, [
    [["left", "h"], { type: "on-page", name: "viewer-left" }, "to the left"],
    [["right", "l"], { type: "on-page", name: "viewer-right" }, "to the right, if lines continue there"],
  ]),
];

/** Returns the action for a digit on a file: it begins the number of a line, as in less: `50G`. */
export function numberBegun(state: State, key: Key): Action | null {
  if (topView(state) === null || !/^[1-9]$/.test(key)) return null;
  return { type: "prompt-start", kind: "line", text: key };
}

function noMatches(state: State): string | null {
  const search = topView(state)?.search ?? null;
  if (search === null) return "there is no search: / starts one";
  return search.matches.offsets.length === 0 ? "there is no match yet" : null;
}

function notAcross(state: State): string | null {
  const page = topView(state);
  if (page === null) return null;
  if (page.mode === "hex") return "the hex view has no columns beyond the screen";
  return page.wrap ? "long lines are wrapped: W ends that" : null;
}
