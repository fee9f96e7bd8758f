import { padEnd } from "../../../text/width.js";
import type { Area } from "../../drawing/area.js";
import { type Look, own, type Row, rowOf, type Span, span } from "../../drawing/row.js";
import { keyName } from "../../keys/key-names.js";
import type { State } from "../../state.js";
import { pageArea } from "../page-area.js";
import type { PageDefinition, PageProps } from "../page-definition.js";
import { PageFrame } from "../page-frame.js";
import { scrolling } from "../scrolling.js";
import { type HelpLine, helpLines } from "./help-lines.js";
import { HELP_KEYS, type HelpPage } from "./help-page.js";

function linesOf({ focus, pages }: State, { bindings, search }: HelpPage): HelpLine[] {
  // The place from which the help was opened.
  const from = pages.at(-2)?.kind ?? focus;
  return helpLines(bindings, { search, from });
}

function Help({ state, page, look }: PageProps<HelpPage>) {
  const { search, top } = page;
  const lines = linesOf(state, page);
  return (
    <PageFrame
      state={state}
      title={search === "" ? [own("Keys")] : [own("Keys"), own(`with ${search}`)]}
      rows={helpRows(lines, top, pageArea(state), look)}
      scroll={{ top, count: lines.length }}
      look={look}
    />
  );
}

/** The page with all keys and a search. */
export const HELP: PageDefinition<HelpPage> = {
  kind: "help",
  keys: HELP_KEYS,
  Component: Help,
  ...scrolling((state, page) => linesOf(state, page).length),
};

const KEY_COLUMNS = 18;

/** Returns the rows of the help from line `top` on. */
function helpRows(lines: readonly HelpLine[], top: number, area: Area, options: Look): Row[] {
  const shown: readonly HelpLine[] = lines.length === 0 ? [{ keys: [], title: "no key does that" }] : lines;
  return Array.from({ length: area.rows }, (_, row) => {
    const line = shown.at(top + row);
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
