import { escapeText } from "../../../text/escape.js";
import { own, type Row, rowOf, span } from "../../drawing/row.js";
import type { Area } from "../../layout.js";
import type { State } from "../../state.js";
import type { ScrollPage } from "../page.js";
import { pageArea } from "../page-area.js";
import { PageFrame } from "../page-frame.js";
import type { PageProps, PageView } from "../page-view.js";
import { scrolling } from "../scrolling.js";

const count = ({ subject }: State) => subject.analysis.image.warnings.length;

function Warnings({ state, page, look }: PageProps<ScrollPage<"warnings">>) {
  return (
    <PageFrame
      state={state}
      title={[own("Warnings")]}
      rows={warningsPage(state, page.top, pageArea(state))}
      scroll={{ top: page.top, count: count(state) }}
      look={look}
    />
  );
}

/** The page of warnings about the image. */
export const WARNINGS: PageView<ScrollPage<"warnings">> = { Component: Warnings, ...scrolling(count) };

/** Returns the rows of warnings, from warning `top` on. */
function warningsPage({ subject }: State, top: number, area: Area): Row[] {
  const { warnings } = subject.analysis.image;
  return Array.from({ length: area.rows }, (_, row) => {
    const warning = warnings.at(top + row);
    const spans =
      warning === undefined ? [] : [span(own(" ! "), "warning"), span(escapeText(warning.message))];
    return rowOf(spans);
  });
}
