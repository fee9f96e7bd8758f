import { changeText } from "../../analysis/diff/change-text.js";
import { METADATA, MOVED, MOVED_AWAY } from "../../analysis/diff/difference.js";
import { escapePath, escapeText, type Printable } from "../../text/escape.js";
import type { LayerView } from "../../tree/changes.js";
import type { Node } from "../../tree/file-tree.js";
import type { Subject } from "../subject.js";
import { contentRow } from "../viewer/facts.js";

/**
 * What a line of the tree says of a path beside its size: what differs of one whose content is the same or that has none,
 * and from or to where one moved. `null` for all others, and where single layers are looked at.
 */
export function noteAt({ comparison, analysis }: Subject, layer: LayerView, node: Node): Printable | null {
  if (comparison === null || layer !== comparison.views.view(0)) return null;
  const { differences, movedFrom } = comparison.comparison;
  switch (differences[node]) {
    case MOVED:
      return escapeText(`moved from ${escapePath(analysis.tree.path(movedFrom.get(node) ?? node))}`);
    case MOVED_AWAY:
      return escapeText(`moved to ${escapePath(analysis.tree.path(comparison.movedTo.get(node) ?? node))}`);
    case METADATA:
      return changeText(comparison.comparison, node);
    default: {
      const isFile = contentRow(analysis.tree.entries, layer.rootfs[node]) >= 0;
      const text = isFile ? "" : changeText(comparison.comparison, node);
      return text === "" ? null : escapeText(text);
    }
  }
}
