import { escapeText } from "../../../text/escape.js";
import { own, type Row, rowOf, span } from "../../drawing/row.js";
import type { Area } from "../../layout.js";
import type { State } from "../../state.js";

/** What is odd about the image, from warning `top` on. */
export function warningsPage({ subject }: State, top: number, area: Area): Row[] {
  const { warnings } = subject.analysis.image;
  return Array.from({ length: area.rows }, (_, row) => {
    const warning = warnings.at(top + row);
    const spans =
      warning === undefined ? [] : [span(own(" ! "), "warning"), span(escapeText(warning.message))];
    return rowOf(spans);
  });
}
