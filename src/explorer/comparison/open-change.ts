import { escapeText } from "../../text/escape.js";
import { MODIFIED } from "../../tree/changes.js";
import { changeText } from "../../words/path-change-words.js";
import { filesView } from "../files/files-view.js";
import type { State } from "../state.js";
import { contentRow } from "../viewer/file-facts.js";
import { openDifference, openFacts } from "../viewer/open-entry.js";
import { isOfImages } from "./notes.js";

/**
 * Returns the state after `⏎` on a path that differs between two images: the difference of its contents or of
 * its metadata. `null` if only one version exists: then that version is opened.
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
