import { pageArea } from "../pages/page-area.js";
import { PageFrame } from "../pages/page-frame.js";
import { type PageProps, type PageView, withTop } from "../pages/page-view.js";
import type { State } from "../state.js";
import { openDifferenceBelow, openFacts } from "./open-entry.js";
import { settledView } from "./reading.js";
import { toMatch } from "./searching.js";
import {
  movedSideways,
  movedView,
  resizedView,
  stoppedView,
  toggledHex,
  toggledWrap,
  toldView,
  viewJobs,
} from "./update-view.js";
import type { ViewerKey } from "./update-viewer.js";
import type { ViewPage } from "./view-page.js";
import { viewPageLines } from "./view-rows.js";
import { viewTitle } from "./view-title.js";

function View({ state, page, look }: PageProps<ViewPage>) {
  return (
    <PageFrame
      state={state}
      title={viewTitle(state.subject, page)}
      rows={viewPageLines(page, pageArea(state))}
      look={look}
    />
  );
}

/** A file's content. */
export const VIEW: PageView<ViewPage> = {
  Component: View,
  moved: (state, page, to) => movedView(page, to, pageArea(state)),
  fitted: (state, page) => resizedView(page, pageArea(state)),
  onKey,
  jobs: viewJobs,
  told: (state, page, { job, news }) => toldView(page, job, news, pageArea(state)),
};

function onKey(state: State, page: ViewPage, key: ViewerKey): State {
  const area = pageArea(state);
  switch (key) {
    case "facts":
      return openFacts(state, page.version, null);
    case "difference":
      return openDifferenceBelow(state, page.version);
    case "wrap":
      return withTop(state, toggledWrap(page, area));
    case "hex":
      return withTop(state, toggledHex(page, area));
    case "left":
      return withTop(state, movedSideways(page, -1, area));
    case "right":
      return withTop(state, movedSideways(page, 1, area));
    case "next-match":
      return withTop(state, settledView(toMatch(page, 1), area));
    case "match-before":
      return withTop(state, settledView(toMatch(page, -1), area));
    case "back":
      return withTop(state, stoppedView(page));
    default:
      return state;
  }
}
