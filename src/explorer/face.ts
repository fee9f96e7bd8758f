import { imageName } from "../image/source-name.js";
import type { Printable } from "../text/escape.js";
import { comparisonFace } from "./comparison/comparison-face.js";
import { detailLines, detailPane, detailTitle } from "./detail/detail-pane.js";
import { type Look, own, type Row } from "./drawing/row.js";
import { scopeText } from "./files/files-title.js";
import { header } from "./header.js";
import { layersPane, layersPosition, layersTitle } from "./layers/layers-pane.js";
import type { Area } from "./layout.js";
import type { State } from "./state.js";
import { wasteFoot, wastePane, wastePosition, wasteTitle } from "./waste/waste-pane.js";

/** What a pane shows: the parts of its title, and the rows of its window. */
export interface PaneView {
  title(state: State, area: Area): Printable[];
  rows(state: State, area: Area, look: Look): Row[];
  /** Which rows of how many are visible; not for a pane without a list. */
  position?(state: State, area: Area): Printable;
  /** Lines that it wants for what it says now, in a pane of some columns. */
  lines?(state: State, columns: number): number;
  /** What the cursor stands on, in full; empty for nothing. */
  foot?(state: State): Printable;
}

/** What the screen says of what is explored; the tree and all pages of files look alike for all of it. */
export interface Face {
  header(state: State, look: Look): Row;
  readonly layers: PaneView;
  readonly detail: PaneView;
  readonly waste: PaneView;
  /** What the tree shows, in words. */
  scope(state: State): string;
  /** The title of the page that tells all of it. */
  pageTitle(state: State): Printable[];
  /** What the chosen instruction made, for the title of its page. */
  made(state: State): string;
}

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
