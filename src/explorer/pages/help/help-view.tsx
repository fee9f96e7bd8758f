import { own } from "../../drawing/row.js";
import { placeBelow } from "../../keys/place.js";
import type { State } from "../../state.js";
import type { HelpPage } from "../page.js";
import { pageArea } from "../page-area.js";
import { PageFrame } from "../page-frame.js";
import type { PageProps, PageView } from "../page-view.js";
import { scrolling } from "../scrolling.js";
import { helpLines } from "./help.js";
import { helpPage } from "./help-rows.js";

function count(state: State, { search }: HelpPage): number {
  return helpLines({ search, from: placeBelow(state), map: state.keys }).length;
}

function Help({ state, page, look }: PageProps<HelpPage>) {
  const { search, top } = page;
  return (
    <PageFrame
      state={state}
      title={search === "" ? [own("Keys")] : [own("Keys"), own(`with ${search}`)]}
      rows={helpPage(page, { from: placeBelow(state), map: state.keys }, pageArea(state), look)}
      scroll={{ top, count: count(state, page) }}
      look={look}
    />
  );
}

/** All keys, with a search. */
export const HELP: PageView<HelpPage> = { Component: Help, ...scrolling(count) };
