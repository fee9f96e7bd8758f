import { imageName } from "../image/source-name.js";
import { comparisonPanes } from "./comparison/comparison-panes.js";
import { detailLines, detailPane, detailTitle } from "./detail/detail-pane.js";
import { own } from "./drawing/row.js";
import { FILES_LIST } from "./files/files-list.js";
import { filesPaneView } from "./files/files-pane.js";
import { scopeText } from "./files/files-title.js";
import { header } from "./header.js";
import { layersPane, layersPosition, layersTitle } from "./layers/layers-pane.js";
import { LAYERS_LIST } from "./layers/update-layers.js";
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
