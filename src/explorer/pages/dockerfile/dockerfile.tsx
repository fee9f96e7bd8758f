import { imageName } from "../../../image/source-name.js";
import { own, type Row } from "../../drawing/row.js";
import type { State } from "../../state.js";
import type { ScrollPage } from "../page.js";
import { pageArea } from "../page-area.js";
import { PageFrame } from "../page-frame.js";
import type { PageProps, PageView } from "../page-view.js";
import { scrolling } from "../scrolling.js";

function rowsOf(state: State): readonly Row[] {
  return state.subject.documents.dockerfile?.(pageArea(state).columns) ?? [];
}

function Dockerfile({ state, page, look }: PageProps<ScrollPage<"dockerfile">>) {
  const rows = rowsOf(state);
  return (
    <PageFrame
      state={state}
      title={[own("Dockerfile"), imageName(state.subject.analysis.image)]}
      rows={rows.slice(page.top, page.top + pageArea(state).rows)}
      scroll={{ top: page.top, count: rows.length }}
      look={look}
    />
  );
}

/** The page with the Dockerfile that is reconstructed from the history, with sizes in a margin. */
export const DOCKERFILE: PageView<ScrollPage<"dockerfile">> = {
  Component: Dockerfile,
  ...scrolling((state) => rowsOf(state).length),
};
