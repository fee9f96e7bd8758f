import { imageName } from "../../../image/source-name.js";
import type { Printable } from "../../../text/escape.js";
import { own } from "../../drawing/row.js";
import { chosenInstruction } from "../../layers/chosen-layer.js";
import { panesOf } from "../../panes.js";
import type { State } from "../../state.js";
import { chosenWaste } from "../../waste/shown-waste.js";
import type { ScrollPage } from "../page.js";
import { pageArea } from "../page-area.js";
import { PageFrame } from "../page-frame.js";
import type { PageProps, PageView } from "../page-view.js";
import { scrolling } from "../scrolling.js";
import type { DocumentLine } from "./document.js";
import { documentPage } from "./document-rows.js";

interface DocumentSource {
  title(state: State): Printable[];
  /** Returns the lines for a page of `columns` columns. */
  lines(state: State, columns: number): readonly DocumentLine[];
}

/** Returns the view of a page of facts that scrolls. */
function documentView<P extends ScrollPage>({ title, lines }: DocumentSource): PageView<P> {
  const all = (state: State) => lines(state, pageArea(state).columns);
  function DocumentView({ state, page, look }: PageProps<P>) {
    return (
      <PageFrame
        state={state}
        title={title(state)}
        rows={documentPage(all(state), page.top, pageArea(state))}
        scroll={{ top: page.top, count: all(state).length }}
        look={look}
      />
    );
  }
  return { Component: DocumentView, ...scrolling<P>((state) => all(state).length) };
}

/** The page with the most important settings of the config. */
export const IMAGE = documentView<ScrollPage<"image">>({
  title: (state) => panesOf(state).pageTitle(state),
  lines: ({ subject }, columns) => subject.documents.image(columns),
});

/** The page with the command that a container starts, and the instructions that it comes from. */
export const COMMAND = documentView<ScrollPage<"command">>({
  title: ({ subject }) => [own("Command"), imageName(subject.analysis.image)],
  lines: ({ subject }, columns) => subject.documents.command?.(columns) ?? [],
});

/** The page with the chosen instruction in full. */
export const INSTRUCTION = documentView<ScrollPage<"instruction">>({
  title: (state) => {
    const { subject, layers } = state;
    const number = own(`${layers.cursor + 1} of ${subject.instructions.length}`);
    return [own("Instruction"), number, own(panesOf(state).made(state))];
  },
  lines: (state, columns) => {
    const instruction = chosenInstruction(state);
    return instruction === null ? [] : state.subject.documents.instruction(instruction, columns);
  },
});

/** The page about the chosen wasted copy: the facts and the advice. */
export const WASTE_STORY = documentView<ScrollPage<"waste-story">>({
  title: (state) => panesOf(state).detail.title(state, pageArea(state)),
  lines: (state, columns) => {
    const row = chosenWaste(state);
    return row === null ? [] : state.subject.wasteStories.lines(row, columns);
  },
});
