import type { Palette } from "../../text/colour.js";

/** The colours and the width of a text report. */
export interface TextFrame {
  readonly paint: Palette;
  /** The maximum width of a line in columns. */
  readonly columns: number;
}
