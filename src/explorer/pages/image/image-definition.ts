import { imageName } from "../../../image/source-name.js";
import { comparisonName } from "../../comparison/comparison-header.js";
import { own } from "../../drawing/row.js";
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
      ? [own("Image"), imageName(analysis.image)]
      : [own("Comparison"), comparisonName(comparison)],
  lines: ({ subject }, columns) => subject.documents.image(columns),
});
