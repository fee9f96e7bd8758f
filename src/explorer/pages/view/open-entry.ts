import { escapePath, escapeText } from "../../../text/escape.js";
import type { LayerView } from "../../../tree/changes.js";
import { REMOVED } from "../../../tree/changes.js";
import type { EntryId } from "../../../tree/columns/entry-table.js";
import type { Node } from "../../../tree/file-tree.js";
import { follow } from "../../../tree/follow-links.js";
import { entryAt } from "../../../tree/view/shown.js";
import { filesView } from "../../files/files-view.js";
import type { State } from "../../state.js";
import { showing } from "../../waste/go-to-copy.js";
import { diffPage } from "../diff/diff-page.js";
import { factsPage } from "../facts/facts-page.js";
import { contentRow, ownersJob, TYPES } from "../facts/file-facts.js";
import { withPage } from "../page-stack.js";
import { viewPage } from "./view-page.js";

/**
 * Returns the state after `⏎` on a path of the tree that is not a folder: opens its content in this layer, or
 * the target of its symlink.
 */
export function openChosen(state: State): State {
  const { rows, cursor, layer } = filesView(state);
  if (cursor < 0) return state;
  const node = rows[cursor];
  const version = entryAt(layer, node);
  if (version < 0) return state;
  if (state.subject.analysis.tree.entries.type(version) === "symlink") return openTarget(state, node, layer);
  return openEntry(state, version);
}

/** Opens a version of a path: the content of a file, or the details of anything else. */
export function openEntry(state: State, version: EntryId, note?: string): State {
  const { tree } = state.subject.analysis;
  const { entries } = tree;
  const row = contentRow(entries, version);
  if (row < 0) return openFacts(state, version, noContent(state, version));
  const node = entries.node[version];
  const opened = { node, name: tree.name(node), version, row, size: entries.bytes(row) };
  const page = viewPage(note === undefined ? opened : { ...opened, note: escapeText(note) });
  return withPage(state, page);
}

/** Shows the details of the path under the tree's cursor. */
export function openChosenFacts(state: State): State {
  const { rows, cursor, layer } = filesView(state);
  const version = cursor < 0 ? -1 : entryAt(layer, rows[cursor]);
  return version < 0 ? state : openFacts(state, version, null);
}

export function openFacts(state: State, version: EntryId, says: string | null): State {
  const owners = ownersJob(state.subject, version);
  return withPage(state, factsPage(version, says === null ? null : escapeText(says), owners));
}

/** Shows the difference between a version and the version in the layers below it. */
export function openDifferenceBelow(state: State, version: EntryId): State {
  const { subject } = state;
  const { before, after } = subject.step(version);
  if (before >= 0 && after >= 0) return openDifference(state, before, after);
  const message =
    subject.comparison === null ? "no layer below has this path" : "the other image has no such path";
  return { ...state, message };
}

/** Shows the difference between two versions of files. */
export function openDifference(state: State, before: EntryId, after: EntryId): State {
  const { entries } = state.subject.analysis.tree;
  const contents = { before: contentRow(entries, before), after: contentRow(entries, after) };
  const without = contents.before < 0 ? before : contents.after < 0 ? after : undefined;
  if (without !== undefined) {
    const message = `in ${state.subject.layerName(entries.layer(without))} it is ${TYPES[entries.type(without)]}: there is nothing to compare`;
    return { ...state, message };
  }
  return withPage(state, diffPage({ before, after, contents }));
}

/** Follows a symlink: opens a file, or selects a folder in the tree. */
function openTarget(state: State, node: Node, { changes, below, rootfs }: LayerView): State {
  const { tree } = state.subject.analysis;
  const link = escapePath(tree.path(node));
  const merged = changes[node] === REMOVED ? below : rootfs;
  const followed = follow(tree, merged, tree.path(node));
  if (followed.is === "loop") return { ...state, message: `${link} leads in a circle of symlinks` };
  if (followed.is === "missing")
    return { ...state, message: `${link} leads to ${escapePath(followed.at)}, which is not there` };
  const version = merged[followed.node];
  // The root has no entry of its own.
  if (version >= 0 && !tree.entries.isFolder(version))
    return openEntry(state, version, `by the link ${link}`);
  const files = showing(state, followed.node);
  return { ...state, files, message: `${link} leads to the folder ${escapePath(tree.path(followed.node))}` };
}

function noContent({ subject }: State, version: EntryId): string {
  const { entries } = subject.analysis.tree;
  const type = entries.type(version);
  if (type === "hardlink")
    return `this hard link leads to /${escapePath(entries.linkname(version))}, which no layer contains`;
  return `this is ${TYPES[type]}: it has no content`;
}
