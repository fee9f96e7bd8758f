import { own } from "../drawing/row.js";
import { listedPathText } from "../files/chosen-path.js";
import { filesPaneView } from "../files/files-pane.js";
import { layersPosition } from "../layers/layers-pane.js";
import type { SubjectPanes } from "../pane-view.js";
import { wastePosition } from "../waste/waste-pane.js";
import { changePane, changeTitle } from "./change-pane.js";
import type { ComparedImages } from "./compared-images.js";
import { comparisonHeader, comparisonName } from "./comparison-header.js";
import { pairsPane, pairsTitle } from "./pairs-pane.js";
import { comparedScopeText, pairText } from "./scope.js";
import { whyPane, whyTitle } from "./why-pane.js";

/** Returns the views of the panes for two images that are compared. */
export function comparisonPanes(compared: ComparedImages): SubjectPanes {
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
