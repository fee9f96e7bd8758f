import { type Binding, bindings } from "../../keys/binding.js";
import { EVERYWHERE } from "../../keys/place.js";
import type { State } from "../../state.js";

/** Saves a report, from everywhere. */
export const REPORT_KEYS: readonly Binding[] = bindings(
  "Image",
  { places: EVERYWHERE, footerIn: ["image"], disabled: noReport },
  [[["r"], { type: "prompt-start", kind: "report" }, "save a report on the image to a file", "report"]],
);

function noReport({ subject }: State): string | null {
  return subject.comparison === null
    ? null
    : "two images are compared: `layerx diff` prints the report on that";
}
