import { padEnd } from "../../../text/width.js";
import { type Look, own, type Row, rowOf, type Span, span } from "../../drawing/row.js";
import { type KeyPlace, placeBelow } from "../../keys/binding.js";
import { type KeyMap, keyName } from "../../keys/key-names.js";
import type { Area } from "../../layout.js";
import type { State } from "../../state.js";
import type { HelpPage, Page } from "../page.js";
import { pageArea } from "../page-area.js";
import { PageFrame } from "../page-frame.js";
import type { PageProps, PageView } from "../page-view.js";
import { scrolling } from "../scrolling.js";
import { type HelpLine, helpLines } from "./help-lines.js";

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

/** The page with all keys and a search. */
export const HELP: PageView<HelpPage> = { Component: Help, ...scrolling(count) };

const KEY_COLUMNS = 18;

/** Returns the rows of the help from line `top` on. */
function helpPage(
  { search, top }: Extract<Page, { kind: "help" }>,
  { from, map }: { readonly from: KeyPlace; readonly map: KeyMap },
  area: Area,
  options: Look,
): Row[] {
  const lines = helpLines({ search, from, map });
  if (lines.length === 0) lines.push({ keys: [], title: "no key does that" });
  return Array.from({ length: area.rows }, (_, row) => {
    const line = lines.at(top + row);
    return rowOf(line === undefined ? [] : spansOf(line, options));
  });
}

function spansOf(line: HelpLine, look: Look): Span[] {
  if ("blank" in line) return [];
  if ("heading" in line) return [span(own(` ${line.heading}`), "bold", "accent")];
  return [
    span(own(padEnd(`   ${line.keys.map((key) => keyName(key, look)).join("  ")}`, KEY_COLUMNS)), "key"),
    span(own(` ${line.title}`)),
  ];
}
