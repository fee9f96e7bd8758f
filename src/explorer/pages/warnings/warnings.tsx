import { escapeText } from "../../../text/escape.js";
import type { Area } from "../../drawing/area.js";
import { own, type Row, rowOf, span } from "../../drawing/row.js";
import { ANY_PANE, bindings } from "../../keys/binding.js";
import type { State } from "../../state.js";
import type { ScrollPage } from "../page.js";
import { pageArea } from "../page-area.js";
import type { PageDefinition, PageProps } from "../page-definition.js";
import { PageFrame } from "../page-frame.js";
import { opensText, scrolling } from "../scrolling.js";

type WarningsPage = ScrollPage<"warnings">;

const count = ({ subject }: State) => subject.analysis.image.warnings.length;

function Warnings({ state, page, look }: PageProps<WarningsPage>) {
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
export const WARNINGS: PageDefinition<WarningsPage> = {
  kind: "warnings",
  keys: bindings("Image", { places: [ANY_PANE], disabled: noWarnings }, [
    [["!"], opensText("warnings"), "warnings about the image"],
  ]),
  Component: Warnings,
  ...scrolling(count),
};

function noWarnings(state: State): string | null {
  return count(state) === 0 ? "there are no warnings" : null;
}

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
