import { imageName } from "../image/source-name.js";
import { comparisonFace } from "./comparison/comparison-face.js";
import { detailLines, detailPane, detailTitle } from "./detail/detail-pane.js";
import { own } from "./drawing/row.js";
import { scopeText } from "./files/files-title.js";
import { header } from "./header.js";
import { layersPane, layersPosition, layersTitle } from "./layers/layers-pane.js";
import type { Face } from "./pane-view.js";
import type { State } from "./state.js";
import { wasteFoot, wastePane, wastePosition, wasteTitle } from "./waste/waste-pane.js";

const IMAGE: Face = {
  header,
  layers: { title: layersTitle, rows: layersPane, position: layersPosition },
  detail: { title: detailTitle, rows: detailPane, lines: detailLines },
  waste: { title: wasteTitle, rows: wastePane, position: wastePosition, foot: wasteFoot },
  scope: scopeText,
  pageTitle: ({ subject }) => [own("Image"), imageName(subject.analysis.image)],
  made: ({ subject, layers }) => {
    const layer = subject.instructions.at(layers.cursor)?.layer ?? null;
    return layer === null ? "no layer" : `layer ${layer}`;
  },
};

/** The face of one image, or of two that are compared. */
export function faceOf({ subject }: State): Face {
  return subject.comparison === null ? IMAGE : comparisonFace(subject.comparison);
}
