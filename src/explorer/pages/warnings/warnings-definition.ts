import { escapeText } from "../../../text/escape.js";
import { literal, rowOf, span } from "../../drawing/row.js";
import { ANY_PANE, bindings } from "../../keys/binding.js";
import type { State } from "../../state.js";
import type { ScrollPage } from "../page.js";
import type { PageDefinition } from "../page-definition.js";
import { opensText, scrolling } from "../scrolling.js";

type WarningsPage = ScrollPage<"warnings">;

/** The page of warnings about the image. */
export const WARNINGS: PageDefinition<WarningsPage> = {
  kind: "warnings",
  keys: bindings("Image", { places: [ANY_PANE], disabled: noWarnings }, [
    [["!"], opensText("warnings"), "warnings about the image"],
  ]),
  title: () => [literal("Warnings")],
  ...scrolling({
    lines: ({ subject }) => subject.analysis.image.warnings,
    row: ({ message }) => rowOf([span(literal(" ! "), "warning"), span(escapeText(message))]),
  }),
};

function noWarnings({ subject }: State): string | null {
  return subject.analysis.image.warnings.length === 0 ? "there are no warnings" : null;
}
