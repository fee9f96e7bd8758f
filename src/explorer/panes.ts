import { imageName } from "../image/source-name.js";
import { changePane, changeTitle, comparedScopeText, pairText } from "./comparison/change-pane.js";
import type { ComparedImages } from "./comparison/compared-images.js";
import { comparisonHeader, comparisonName } from "./comparison/comparison-header.js";
import { pairsPane, pairsTitle } from "./comparison/pairs-pane.js";
import { whyPane, whyTitle } from "./comparison/why-pane.js";
import { detailLines, detailPane, detailTitle } from "./detail/detail-pane.js";
import { own } from "./drawing/row.js";
import { listedPathText } from "./files/chosen-path.js";
import { FILES_LIST } from "./files/files-list.js";
import { filesPaneView } from "./files/files-pane.js";
import { scopeText } from "./files/files-title.js";
import { header } from "./header.js";
import { LAYERS_LIST } from "./layers/layers-list.js";
import { layersPane, layersPosition, layersTitle } from "./layers/layers-pane.js";
import type { Pane } from "./layout.js";
import type { PaneList } from "./pane-list.js";
import type { SubjectPanes } from "./pane-view.js";
import type { State } from "./state.js";
import { WASTE_LIST } from "./waste/update-waste.js";
import { wasteFoot, wastePane, wastePosition, wasteTitle } from "./waste/waste-pane.js";

/** The table of panes, for a single image. */
const IMAGE_PANES: SubjectPanes = {
  header,
  layers: { title: layersTitle, rows: layersPane, position: layersPosition },
  detail: { title: detailTitle, rows: detailPane, lines: detailLines },
  waste: { title: wasteTitle, rows: wastePane, position: wastePosition, foot: wasteFoot },
  files: filesPaneView(scopeText),
  pageTitle: ({ subject }) => [own("Image"), imageName(subject.analysis.image)],
  made: ({ subject, layers }) => {
    const layer = subject.instructions.at(layers.cursor)?.layer ?? null;
    return layer === null ? "no layer" : `layer ${layer}`;
  },
};

/** Returns the views of the panes, for one image or for a comparison. */
export function panesOf({ subject }: State): SubjectPanes {
  return subject.comparison === null ? IMAGE_PANES : comparisonPanes(subject.comparison);
}

/** The functions by which keys and the mouse change the lists of the panes. */
export const PANE_LISTS: Readonly<Record<Pane, PaneList>> = {
  layers: LAYERS_LIST,
  files: FILES_LIST,
  waste: WASTE_LIST,
};

/** Returns the views of the panes for two images that are compared. */
function comparisonPanes(compared: ComparedImages): SubjectPanes {
  return {
    header: (state, options) => comparisonHeader(compared, state, options),
    layers: {
      title: () => pairsTitle(compared),
      rows: (state, area) => pairsPane(compared, state, area),
      position: layersPosition,
    },
    detail: {
      title: (state) => changeTitle(compared, state),
      rows: (state, area) => changePane(compared, state, area),
    },
    waste: {
      title: () => whyTitle(compared),
      rows: (state, area, look) => whyPane(compared, state, area, look),
      position: wastePosition,
      foot: listedPathText,
    },
    files: filesPaneView((state) => comparedScopeText(compared, state)),
    pageTitle: () => [own("Comparison"), comparisonName(compared)],
    made: (state) => pairText(compared, state),
  };
}
