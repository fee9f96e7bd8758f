import { escapeText } from "../../text/escape.js";
import { MODIFIED } from "../../tree/changes.js";
import { changeText } from "../../words/path-change-words.js";
import { filesView } from "../files/files-view.js";
import type { State } from "../state.js";
import { contentRow } from "../viewer/file-facts.js";
import { openDifference, openFacts } from "../viewer/open-entry.js";
import { isOfImages } from "./notes.js";

/**
 * `⏎` on a path that two images have and that differs: how its content does, or what else does. `null` where there is
 * nothing to compare: the one version is shown then.
 */
export function openChange(state: State): State | null {
  const { comparison } = state.subject;
  const { rows, cursor, layer } = filesView(state);
  const node = cursor < 0 ? -1 : rows[cursor];
  if (comparison === null || layer.changes[node] !== MODIFIED) return null;
  const { entries } = state.subject.analysis.tree;
  const [before, after] = [layer.below[node], layer.rootfs[node]];
  const hasContent = contentRow(entries, before) >= 0 && contentRow(entries, after) >= 0;
  if (hasContent && layer.metadataOnly?.[node] !== 1) return openDifference(state, before, after);
  const differs = isOfImages(comparison, layer, node) ? changeText(comparison.comparison, node) : "";
  return openFacts(state, after, differs === "" ? null : escapeText(`what differs: ${differs}`));
}
