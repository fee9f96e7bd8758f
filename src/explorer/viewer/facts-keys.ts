import { type Binding, bindings } from "../keys/binding.js";
import type { State } from "../state.js";
import { contentRow } from "./facts.js";

/** Keys on what is known of a path. */
export const FACTS_KEYS: readonly Binding[] = bindings("Viewer", { places: ["facts"], disabled: noDigest }, [
  [["s"], { type: "in-viewer", key: "digest" }, "read the content for its SHA-256", "sha256"],
]);

function noDigest({ pages, subject }: State): string | null {
  const page = pages.at(-1);
  const { entries } = subject.analysis.tree;
  const row = page?.kind === "facts" ? contentRow(entries, page.version) : -1;
  return row < 0 ? "it has no content" : null;
}
