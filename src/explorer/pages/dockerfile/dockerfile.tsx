import { guessedBase } from "../../../analysis/base-image.js";
import { dockerfileLines } from "../../../image/dockerfile/history-dockerfile.js";
import type { Image } from "../../../image/image.js";
import { imageName } from "../../../image/source-name.js";
import type { Copied } from "../../clipboard.js";
import { own, type Row } from "../../drawing/row.js";
import { bindings } from "../../keys/binding.js";
import { isCompared } from "../../keys/disabled.js";
import type { State } from "../../state.js";
import type { ScrollPage } from "../page.js";
import { pageArea } from "../page-area.js";
import type { PageDefinition, PageProps } from "../page-definition.js";
import { PageFrame } from "../page-frame.js";
import { opensText, scrolling } from "../scrolling.js";

function rowsOf(state: State): readonly Row[] {
  return state.subject.documents.dockerfile?.(pageArea(state).columns) ?? [];
}

function Dockerfile({ state, page, look }: PageProps<ScrollPage<"dockerfile">>) {
  const rows = rowsOf(state);
  return (
    <PageFrame
      state={state}
      title={[own("Dockerfile"), imageName(state.subject.analysis.image)]}
      rows={rows.slice(page.top, page.top + pageArea(state).rows)}
      scroll={{ top: page.top, count: rows.length }}
      look={look}
    />
  );
}

/** The page with the Dockerfile that is reconstructed from the history, with sizes in a margin. */
export const DOCKERFILE: PageDefinition<ScrollPage<"dockerfile">> = {
  kind: "dockerfile",
  keys: bindings("Image", { places: ["image"], disabled: isCompared }, [
    [["d"], opensText("dockerfile"), "the Dockerfile, reconstructed from the history", "Dockerfile"],
  ]),
  isText: true,
  copied: ({ subject }) => dockerfileText(subject.analysis.image),
  Component: Dockerfile,
  ...scrolling((state) => rowsOf(state).length),
};

/** Returns the output of `layerx dockerfile`. */
function dockerfileText(image: Image): Copied {
  return { text: `${dockerfileLines(image, guessedBase(image)).join("\n")}\n`, name: "the Dockerfile" };
}
