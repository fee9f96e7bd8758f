import type { Palette } from "../../text/colour.js";

/** What a text report is drawn with. */
export interface TextFrame {
  readonly paint: Palette;
  /** Columns that a line may take. */
  readonly columns: number;
}
