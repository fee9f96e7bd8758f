import type { Action } from "../../action.js";
import { type Binding, bindings } from "../../keys/binding.js";
import type { Key } from "../../keys/key-names.js";
import type { State } from "../../state.js";
import { contentRow } from "../facts/file-facts.js";
import type { PageKind } from "../page.js";

/** Pages that show more than a list. */
const READING: readonly PageKind[] = [
  "view",
  "diff",
  "facts",
  "image",
  "dockerfile",
  "command",
  "instruction",
  "waste-story",
];

/** The keys on the content of a file. */
export const VIEW_KEYS: readonly Binding[] = [
  ...bindings("Viewer", { places: ["view"] }, [
    [["/"], { type: "prompt-start", kind: "search" }, "search as you type", "search"],
    [[":"], { type: "prompt-start", kind: "line" }, "go to a line (50G does, too), in hex to a byte"],
    [["W"], { type: "in-viewer", key: "wrap" }, "wrap long lines, or not", "wrap"],
    [["x"], { type: "in-viewer", key: "hex" }, "hex or text", "hex"],
    [["p"], { type: "open-in", program: "pager" }, "open a copy in $PAGER (default: less)"],
    [["v"], { type: "open-in", program: "editor" }, "open a copy in $EDITOR, to read it there"],
    [["i"], { type: "in-viewer", key: "facts" }, "mode, owner, times, layer, digest", "facts"],
    [["d"], { type: "in-viewer", key: "difference" }, "the difference to the version below", "diff"],
    [["esc"], { type: "in-viewer", key: "back" }, "stop reading, end the search, or go back", "back"],
  ]),
  ...bindings("Viewer", { places: READING }, [
    [["space"], { type: "move", to: "page-down" }, "a page down, as in less"],
    [["b"], { type: "move", to: "page-up" }, "a page up, as in less"],
  ]),
  ...bindings("Viewer", { places: ["view"], disabled: noMatches }, [
    [["n"], { type: "in-viewer", key: "next-match" }, "next match"],
    [["N"], { type: "in-viewer", key: "match-before" }, "match before"],
  ]),
  ...bindings("Viewer", { places: ["view", "diff"], disabled: notAcross }, [
    [["left", "h"], { type: "in-viewer", key: "left" }, "to the left"],
    [["right", "l"], { type: "in-viewer", key: "right" }, "to the right, if lines continue there"],
  ]),
];

/** Returns the action for a digit on a file: it begins the number of a line, as in less: `50G`. */
export function numberBegun({ pages }: State, key: Key): Action | null {
  if (pages.at(-1)?.kind !== "view" || !/^[1-9]$/.test(key)) return null;
  return { type: "prompt-start", kind: "line", text: key };
}

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

/** The keys on the difference between two versions. Keys that move to the side are those of the viewer. */
export const DIFF_KEYS: readonly Binding[] = bindings("Viewer", { places: ["diff"] }, [
  [["n"], { type: "in-viewer", key: "next-hunk" }, "the next change of the difference", "next change"],
  [["N"], { type: "in-viewer", key: "hunk-before" }, "the change before"],
  [["v"], { type: "in-viewer", key: "after" }, "view the file after the change", "view"],
  [["i"], { type: "in-viewer", key: "facts" }, "mode, owner and times after the change", "facts"],
]);

/** The keys of the page with the details of a path. */
export const FACTS_KEYS: readonly Binding[] = bindings("Viewer", { places: ["facts"], disabled: noDigest }, [
  [["s"], { type: "in-viewer", key: "digest" }, "read the content for its SHA-256", "sha256"],
]);

function noDigest({ pages, subject }: State): string | null {
  const page = pages.at(-1);
  const { entries } = subject.analysis.tree;
  const row = page?.kind === "facts" ? contentRow(entries, page.version) : -1;
  return row < 0 ? "it has no content" : null;
}
