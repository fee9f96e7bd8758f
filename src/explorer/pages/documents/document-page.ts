import type { State } from "../../state.js";
import type { ScrollPage } from "../page.js";
import { pageArea } from "../page-area.js";
import type { PageDefinition } from "../page-definition.js";
import { scrolling } from "../scrolling.js";
import type { DocumentLine } from "./document.js";
import { documentRow } from "./document-rows.js";

interface DocumentSource<P extends ScrollPage>
  extends Pick<PageDefinition<P>, "kind" | "keys" | "title" | "copied"> {
  /** Returns the lines for a page of `columns` columns. */
  lines(state: State, columns: number): readonly DocumentLine[];
}

/** Returns a page of facts that scrolls. */
export function documentPage<P extends ScrollPage>({ lines, ...rest }: DocumentSource<P>): PageDefinition<P> {
  return {
    ...rest,
    isText: true,
    ...scrolling<P, DocumentLine>({
      lines: (state) => lines(state, pageArea(state).columns),
      row: documentRow,
    }),
  };
}
