import type { TimelineVersion } from "../../../analysis/paths/path-timeline.js";
import type { Cause } from "../../../analysis/waste/causes.js";
import { REMOVED } from "../../../tree/changes.js";
import type { Node } from "../../../tree/file-tree.js";
import { chosenNode } from "../../files/chosen-path.js";
import { type Binding, bindings } from "../../keys/binding.js";
import { noPath } from "../../keys/disabled.js";
import type { List } from "../../list.js";
import type { State } from "../../state.js";
import { goTo } from "../../waste/go-to-copy.js";
import type { Page } from "../page.js";
import { withPage } from "../page-stack.js";
import { openDifference, openEntry } from "../view/open-entry.js";
import type { AnyCopy } from "./path-history.js";

/** The changes of each layer to one path. */
export interface VersionsPage extends Page {
  readonly kind: "versions";
  readonly node: Node;
  readonly list: List;
}

/** A version, and if its bytes are wasted. */
export interface PathVersion extends TimelineVersion {
  /**
   * The layer that removed or replaced its content, and the cause if it is known; `null` if the content is in
   * the final image.
   */
  readonly wasted: { readonly endedBy: number; readonly cause: Cause | null } | null;
}

/** Lines of a version: its facts, and the instruction. */
export const LINES_OF_VERSION = 2;

/** Opens the versions of a path. The cursor is on the version of the chosen layer. */
export function openVersions(state: State, node: Node): State {
  const { subject } = state;
  // In a comparison, a row has several layers: the last version is used.
  const upTo =
    subject.comparison === null
      ? (subject.instructions.at(state.layers.cursor)?.upTo ?? -1)
      : Number.POSITIVE_INFINITY;
  const versions = subject.timeline(node);
  const cursor = Math.max(
    versions.findLastIndex(({ layer }) => layer <= upTo),
    0,
  );
  return withPage<VersionsPage>(state, { kind: "versions", node, list: { cursor, top: 0 } });
}

/** Opens the versions of the chosen path. */
function openChosenVersions(state: State): State {
  const node = chosenNode(state);
  return node === null ? state : openVersions(state, node);
}

/** Returns the state after `⏎`: goes to the layer and the path. */
export function openedVersion(state: State, page: VersionsPage): State {
  const version = state.subject.timeline(page.node).at(page.list.cursor);
  return version === undefined ? state : goTo(state, version.layer, page.node);
}

/** Returns the versions of a path, from the lowest layer up, with the facts about their waste. */
export function pathVersions(state: State, node: Node): PathVersion[] {
  const { subject, waste } = state;
  const { tree, copies } = subject.analysis;
  const wasted = subject.history.wastedCopies(waste.state === "found" ? waste.copies : copies, node);
  return subject.timeline(node).map((version) => {
    // For a removed file, the waste is shown in the row of the layer that wrote it.
    const copy = version.change === REMOVED ? undefined : wasted.get(tree.entries.inode[version.row]);
    return {
      ...version,
      wasted: copy === undefined ? null : { endedBy: copy.endedBy, cause: causeOf(copy) },
    };
  });
}

function causeOf(copy: AnyCopy): Cause | null {
  return "cause" in copy ? copy.cause : null;
}

/** Returns the number of versions that fit on the page. */
export function versionsInSight({ screen }: State): number {
  return Math.max(Math.floor((screen.rows - 4) / LINES_OF_VERSION), 1);
}

/** The key that opens the versions of a path, and the keys on the page. */
export const VERSIONS_KEYS: readonly Binding[] = [
  ...bindings("Files", { places: ["files", "waste"], disabled: noPath }, [
    [
      ["t"],
      { type: "apply", name: "open-versions", apply: openChosenVersions },
      "the path through all layers: its versions",
      "versions",
    ],
  ]),
  ...bindings("Versions", { places: ["versions"] }, [
    [["enter"], { type: "open" }, "go to the layer and the path", "go there"],
    [["v"], { type: "on-page", name: "view-version-content" }, "view the file in this version", "view"],
    [
      ["d"],
      { type: "on-page", name: "view-version-difference" },
      "changes since the previous version",
      "diff",
    ],
  ]),
];

/** Shows the content of the selected version, or its difference to the version before. */
export function viewVersion(state: State, { node, list: { cursor } }: VersionsPage, name: string): State {
  const versions = state.subject.timeline(node);
  const version = versions.at(cursor);
  if (version === undefined) return state;
  if (name === "view-version-content")
    return openEntry(state, version.row, versionNote(version, state.subject.layerName(version.layer)));
  const before = cursor === 0 ? undefined : versions.at(cursor - 1);
  if (version.change === REMOVED || before === undefined || before.change === REMOVED)
    return { ...state, message: "there are no two versions here to compare" };
  return openDifference(state, before.row, version.row);
}

function versionNote({ change }: { readonly change: number }, layer: string): string {
  return change === REMOVED ? `as it was before ${layer} removed it` : `as ${layer} wrote it`;
}
