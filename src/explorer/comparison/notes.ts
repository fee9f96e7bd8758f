import { METADATA, MOVED, MOVED_AWAY, PATH_CHANGED } from "../../analysis/diff/path-difference.js";
import { escapePath, escapeText, type Printable } from "../../text/escape.js";
import type { LayerView } from "../../tree/changes.js";
import type { Node } from "../../tree/file-tree.js";
import { changeText } from "../../words/path-change-words.js";
import { contentRow } from "../pages/facts/file-facts.js";
import type { Subject } from "../subject.js";
import type { ComparedImages } from "./compared-images.js";

/**
 * Returns a note about a path for the tree: the aspects that differ if the content is the same, or the other
 * path of a move. `null` for all other paths, and in a view of other versions than the final ones of the
 * images.
 */
export function noteAt({ comparison, analysis }: Subject, view: LayerView, node: Node): Printable | null {
  if (comparison === null || !isOfImages(comparison, view, node)) return null;
  const { tree } = analysis;
  const { differences, movedFrom } = comparison.comparison;
  switch (differences[node]) {
    case MOVED:
      return escapeText(`moved from ${escapePath(tree.path(movedFrom.get(node) ?? node))}`);
    case MOVED_AWAY:
      return escapeText(`moved to ${escapePath(tree.path(comparison.movedTo.get(node) ?? node))}`);
    case METADATA:
      return changeText(comparison.comparison, node);
    case PATH_CHANGED: {
      const [before, after] = [view.below[node], view.rootfs[node]];
      const { entries } = tree;
      if (entries.type(before) === "symlink" && entries.type(after) === "symlink")
        return escapeText(`before → ${escapePath(entries.linkname(before))}`);
      return contentRow(entries, after) < 0 ? changeText(comparison.comparison, node) : null;
    }
    default:
      return null;
  }
}

/** Returns true if a view shows the final versions of a path in both images. */
export function isOfImages({ views }: ComparedImages, { below, rootfs }: LayerView, node: Node): boolean {
  const whole = views.view(0);
  return below[node] === whole.below[node] && rootfs[node] === whole.rootfs[node];
}
