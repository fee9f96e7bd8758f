import { guessedBase } from "../../../analysis/base-image.js";
import { dockerfileLines } from "../../../image/dockerfile/history-dockerfile.js";
import type { Image } from "../../../image/image.js";
import { imageName } from "../../../image/source-name.js";
import type { Copied } from "../../clipboard.js";
import { literal } from "../../drawing/row.js";
import { bindings } from "../../keys/binding.js";
import { isCompared } from "../../keys/disabled.js";
import type { ScrollPage } from "../page.js";
import { pageArea } from "../page-area.js";
import type { PageDefinition } from "../page-definition.js";
import { opensText, scrolling } from "../scrolling.js";

/** The page with the Dockerfile that is reconstructed from the history, with sizes in a margin. */
export const DOCKERFILE: PageDefinition<ScrollPage<"dockerfile">> = {
  kind: "dockerfile",
  keys: bindings("Image", { places: ["image"], disabled: isCompared }, [
    [["d"], opensText("dockerfile"), "the Dockerfile, reconstructed from the history", "Dockerfile"],
  ]),
  isText: true,
  copied: ({ subject }) => dockerfileText(subject.analysis.image),
  title: ({ subject }) => [literal("Dockerfile"), imageName(subject.analysis.image)],
  ...scrolling({
    lines: (state) => state.subject.documents.dockerfile?.(pageArea(state).columns) ?? [],
    row: (row) => row,
  }),
};

/** Returns the output of `layerx dockerfile`. */
function dockerfileText(image: Image): Copied {
  return { text: `${dockerfileLines(image, guessedBase(image)).join("\n")}\n`, name: "the Dockerfile" };
}
