import type { ComparedImages } from "../../explorer/comparison/compared-images.js";
import type { Face } from "../face.js";
import { own } from "../line.js";
import { changePane, changeTitle } from "./change.js";
import { comparisonHeader, comparisonName } from "./header.js";
import { pairsPane, pairsTitle } from "./pairs.js";
import { pairText, scopeText } from "./scope.js";
import { whyPane, whyTitle } from "./why.js";

/** What the screen says of two images that are compared. */
export function comparisonFace(compared: ComparedImages): Face {
  return {
    header: (state, options) => comparisonHeader(compared, state, options),
    layersTitle: () => pairsTitle(compared),
    layersPane: (state, area, options) => pairsPane(compared, state, area, options),
    detailTitle: (state) => changeTitle(compared, state),
    detailPane: (state, area, options) => changePane(compared, state, area, options),
    wasteTitle: () => whyTitle(compared),
    wastePane: (state, area, options) => whyPane(compared, state, area, options),
    scope: (state) => scopeText(compared, state),
    pageTitle: () => [own("Comparison"), comparisonName(compared)],
    made: (state) => pairText(compared, state),
  };
}
