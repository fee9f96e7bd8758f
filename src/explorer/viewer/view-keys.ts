import { type Binding, bindings } from "../keys/binding.js";
import type { State } from "../state.js";

/** Keys on the content of a file. */
export const VIEW_KEYS: readonly Binding[] = [
  ...bindings("Viewer", { places: ["view"] }, [
    [["/"], { type: "prompt-start", kind: "search" }, "search as you type", "search"],
    [["W"], { type: "in-viewer", key: "wrap" }, "wrap long lines, or not", "wrap"],
    [["x"], { type: "in-viewer", key: "hex" }, "hex or text", "hex"],
    [["i"], { type: "in-viewer", key: "facts" }, "mode, owner, times, layer, digest", "facts"],
    [["d"], { type: "in-viewer", key: "difference" }, "the difference to the version below", "diff"],
    [["esc"], { type: "in-viewer", key: "back" }, "stop reading, end the search, or go back", "back"],
  ]),
  ...bindings("Viewer", { places: ["view"], disabled: noMatches }, [
    [["n"], { type: "in-viewer", key: "next-match" }, "next match"],
    [["N"], { type: "in-viewer", key: "match-before" }, "match before"],
  ]),
  ...bindings("Viewer", { places: ["view", "diff"], disabled: notAcross }, [
    [["left", "h"], { type: "in-viewer", key: "left" }, "to the left"],
    [["right", "l"], { type: "in-viewer", key: "right" }, "to the right, where lines go on there"],
  ]),
];

function noMatches({ pages }: State): string | null {
  const page = pages.at(-1);
  if (page?.kind !== "view" || page.search === null) return "nothing is searched for: see /";
  return page.search.matches.offsets.length === 0 ? "nothing is found yet" : null;
}

function notAcross({ pages }: State): string | null {
  const page = pages.at(-1);
  if (page?.kind !== "view") return null;
  if (page.mode === "hex") return "the hex view has no columns beyond the screen";
  return page.wrap ? "long lines are wrapped: W ends that" : null;
}
