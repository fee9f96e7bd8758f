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
    layers: {
      title: () => pairsTitle(compared),
      rows: (state, area) => pairsPane(compared, state, area),
    },
    detail: {
      title: (state) => changeTitle(compared, state),
      rows: (state, area) => changePane(compared, state, area),
    },
    waste: {
      title: () => whyTitle(compared),
      rows: (state, area, look) => whyPane(compared, state, area, look),
    },
    scope: (state) => scopeText(compared, state),
    pageTitle: () => [own("Comparison"), comparisonName(compared)],
    made: (state) => pairText(compared, state),
  };
}
