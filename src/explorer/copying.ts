import { escapePath, escapeText, type RawPath } from "../text/escape.js";
import { type Copied, MOST_BYTES } from "./clipboard.js";
import { chosenNode } from "./files/chosen-path.js";
import { definitionOf } from "./pages/pages.js";
import { paneOf } from "./panes.js";
import type { State } from "./state.js";

/** Returns the text for the clipboard: of the topmost page, else of the pane with the focus. */
export function copied(state: State): Copied {
  const page = state.pages.at(-1);
  const what = (page && definitionOf(page).copied?.(state, page)) ?? copiedInPane(state);
  if ("why" in what) return what;
  const tooLong = Buffer.byteLength(what.text, "utf8") > MOST_BYTES;
  return tooLong ? { why: "this is too long for a terminal's clipboard" } : what;
}

function copiedInPane(state: State): Copied {
  const pane = paneOf(state.focus);
  if (pane.copied !== undefined) return pane.copied(state);
  const node = chosenNode(state);
  return node === null ? { why: "there is no path here" } : pathText(state.subject.analysis.tree.path(node));
}

/**
 * Returns a path unchanged. If it has bytes that are not text, or characters that are not safe to paste (a
 * newline runs a command), returns it as it is shown.
 */
function pathText(path: RawPath): Copied {
  const bytes = Buffer.from(path, "latin1");
  const text = bytes.toString("utf8");
  const harmless = escapeText(text) === text && Buffer.from(text, "utf8").equals(bytes);
  const shown = escapePath(path);
  return { text: harmless ? text : shown, name: shown };
}
