import type { Printable } from "../../../text/escape.js";
import type { State } from "../../state.js";
import type { ScrollPage } from "../page.js";
import { pageArea } from "../page-area.js";
import type { PageDefinition, PageProps } from "../page-definition.js";
import { PageFrame } from "../page-frame.js";
import { scrolling } from "../scrolling.js";
import type { DocumentLine } from "./document.js";
import { documentRows } from "./document-rows.js";

interface DocumentSource<P extends ScrollPage> extends Pick<PageDefinition<P>, "kind" | "keys" | "copied"> {
  title(state: State): readonly Printable[];
  /** Returns the lines for a page of `columns` columns. */
  lines(state: State, columns: number): readonly DocumentLine[];
}

/** Returns a page of facts that scrolls. */
export function documentPage<P extends ScrollPage>({
  title,
  lines,
  ...rest
}: DocumentSource<P>): PageDefinition<P> {
  const all = (state: State) => lines(state, pageArea(state).columns);
  function Document({ state, page, look }: PageProps<P>) {
    return (
      <PageFrame
        state={state}
        title={title(state)}
        rows={documentRows(all(state), page.top, pageArea(state))}
        scroll={{ top: page.top, count: all(state).length }}
        look={look}
      />
    );
  }
  return { ...rest, isText: true, Component: Document, ...scrolling<P>((state) => all(state).length) };
}
