import { REMOVED } from "../../../tree/changes.js";
import type { State } from "../../state.js";
import { openDifference, openEntry } from "../../viewer/open-entry.js";

/** Shows the content of the version that is chosen on the page of versions, or how it differs from the one before. */
export function viewVersion(state: State, what: "content" | "difference"): State {
  const page = state.pages.at(-1);
  if (page?.kind !== "versions") return state;
  const { cursor } = page.list;
  const versions = state.subject.timeline(page.node);
  const version = versions.at(cursor);
  if (version === undefined) return state;
  if (what === "content")
    return openEntry(state, version.row, versionNote(version, state.subject.layerName(version.layer)));
  const before = cursor === 0 ? undefined : versions.at(cursor - 1);
  if (version.change === REMOVED || before === undefined || before.change === REMOVED)
    return { ...state, message: "there are no two versions here to compare" };
  return openDifference(state, before.row, version.row);
}

function versionNote({ change }: { readonly change: number }, layer: string): string {
  return change === REMOVED ? `as it was before ${layer} removed it` : `as ${layer} wrote it`;
}
