import { type Binding, bindings } from "../../keys/binding.js";
import type { State } from "../../state.js";

/** Keys while something is written to the disk: files of the image, or a report. */
export const SAVE_KEYS: readonly Binding[] = [
  ...bindings("Extract", { places: ["save", "report"] }, [
    [["esc", "q"], { type: "in-viewer", key: "back" }, "stop writing, or go back", "back"],
  ]),
  ...bindings("Extract", { places: ["save", "report"], disabled: nothingToReplace }, [
    [["enter"], { type: "in-viewer", key: "replace" }, "replace what is there"],
  ]),
];

function nothingToReplace({ pages }: State): string | null {
  const page = pages.at(-1);
  const isSaving = page?.kind === "save" || page?.kind === "report";
  return isSaving && page.step.is === "asking" ? null : "esc goes back";
}
