import type { FindPage } from "../page.js";
import { pageArea } from "../page-area.js";
import { PageFrame } from "../page-frame.js";
import type { PageProps, PageView } from "../page-view.js";
import { movedFind, openedFound } from "./find-page.js";
import { findTitle, foundPage } from "./find-rows.js";

function Find({ state, page, look }: PageProps<FindPage>) {
  return (
    <PageFrame
      state={state}
      title={findTitle(state, page)}
      rows={foundPage(state, page, pageArea(state), look)}
      look={look}
    />
  );
}

/** Paths of all layers that match a text. */
export const FIND: PageView<FindPage> = { Component: Find, moved: movedFind, opened: openedFound };
