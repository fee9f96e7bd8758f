import { imageName } from "../../../image/source-name.js";
import { comparisonName } from "../../comparison/comparison-header.js";
import { literal } from "../../drawing/row.js";
import { ANY_PANE, bindings } from "../../keys/binding.js";
import { documentPage } from "../documents/document-page.js";
import type { ScrollPage } from "../page.js";
import { opensText } from "../scrolling.js";

/** The page with the most important settings of the config. */
export const IMAGE = documentPage<ScrollPage<"image">>({
  kind: "image",
  keys: bindings("Image", { places: [ANY_PANE] }, [
    [["i"], opensText("image"), "command, settings, labels and digests", "image"],
  ]),
  title: ({ subject: { analysis, comparison } }) =>
    comparison === null
      ? [literal("Image"), imageName(analysis.image)]
      : [literal("Comparison"), comparisonName(comparison)],
  lines: ({ subject }, columns) => subject.documents.image(columns),
});
