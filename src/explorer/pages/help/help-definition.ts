import { padEnd } from "../../../text/width.js";
import { wrapText } from "../../../text/wrap.js";
import { type Look, literal, rowOf, type Span, span } from "../../drawing/row.js";
import { keyName } from "../../keys/key-names.js";
import type { State } from "../../state.js";
import { pageArea } from "../page-area.js";
import type { PageDefinition } from "../page-definition.js";
import { withTop } from "../page-stack.js";
import { scrolling } from "../scrolling.js";
import { type HelpLine, helpLines } from "./help-lines.js";
import { HELP_KEYS, type HelpPage, searchedHelp } from "./help-page.js";

function linesOf(state: State, { bindings, search }: HelpPage): HelpLine[] {
  // The place from which the help was opened.
  const from = state.pages.at(-2)?.kind ?? state.focus;
  const lines = helpLines(bindings, { search, from });
  if (lines.length === 0) return [{ keys: [], title: "no key does that" }];
  const room = pageArea(state).columns - KEY_COLUMNS - 1;
  return lines.flatMap((line) => ("keys" in line ? wrapped(line, room) : [line]));
}

/** Returns the lines of a key whose title has at most some columns in each. */
function wrapped({ keys, title }: Extract<HelpLine, { title: string }>, columns: number): HelpLine[] {
  return wrapText(literal(title), columns).map((part, at) => ({ keys: at === 0 ? keys : [], title: part }));
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
