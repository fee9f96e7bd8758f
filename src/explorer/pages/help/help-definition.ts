import { padEnd } from "../../../text/width.js";
import { type Look, literal, rowOf, type Span, span } from "../../drawing/row.js";
import { keyName } from "../../keys/key-names.js";
import type { State } from "../../state.js";
import type { PageDefinition } from "../page-definition.js";
import { withTop } from "../page-stack.js";
import { scrolling } from "../scrolling.js";
import { type HelpLine, helpLines } from "./help-lines.js";
import { HELP_KEYS, type HelpPage, searchedHelp } from "./help-page.js";

function linesOf({ focus, pages }: State, { bindings, search }: HelpPage): HelpLine[] {
  // The place from which the help was opened.
  const from = pages.at(-2)?.kind ?? focus;
  const lines = helpLines(bindings, { search, from });
  return lines.length === 0 ? [{ keys: [], title: "no key does that" }] : lines;
}

/** The page with all keys and a search. */
export const HELP: PageDefinition<HelpPage> = {
  kind: "help",
  keys: HELP_KEYS,
  title: (_state, { search }) =>
    search === "" ? [literal("Keys")] : [literal("Keys"), literal(`with ${search}`)],
  onKey: (state, { search }) => (search === "" ? withTop(state, null) : searchedHelp(state, "")),
  ...scrolling({ lines: linesOf, row: (line, look) => rowOf(spansOf(line, look)) }),
};

const KEY_COLUMNS = 18;

function spansOf(line: HelpLine, look: Look): Span[] {
  if ("blank" in line) return [];
  if ("heading" in line) return [span(literal(` ${line.heading}`), "bold", "accent")];
  return [
    span(literal(padEnd(`   ${line.keys.map((key) => keyName(key, look)).join("  ")}`, KEY_COLUMNS)), "key"),
    span(literal(` ${line.title}`)),
  ];
}
