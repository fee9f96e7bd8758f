import { humanSize } from "../../../text/bytes.js";
import { withCommas } from "../../../text/count.js";
import { escapePath, type Printable } from "../../../text/escape.js";
import { literal } from "../../drawing/row.js";
import type { Subject } from "../../subject.js";
import { endOf, isLoaded, isReadToEnd } from "./file-content.js";
import { languageOf } from "./language.js";
import { linesKnown } from "./line-index.js";
import { MOST_MATCHES } from "./needle.js";
import { shownOffset } from "./reading.js";
import { isSearching, matchNumber } from "./search-in-file.js";
import { LONGEST_COLOURED } from "./update-view.js";
import type { Search, ViewPage } from "./view-page.js";

/**
 * Returns the title: path, place, size, layer, and special facts about the file. The last ones are left out
 * first.
 */
export function viewTitle(subject: Subject, page: ViewPage): Printable[] {
  const { tree } = subject.analysis;
  const { content, search, version, note } = page;
  const going = goingOn(page);
  return [
    escapePath(tree.path(page.node)),
    ...(going === null ? [] : [literal(going)]),
    ...(search === null || search.needle === "" ? [] : [literal(searchText(page, search))]),
    ...(page.mode === null || content.size === 0 ? [] : [literal(placeText(page))]),
    ...(content.size > 0 && page.mode === "text" && !isReadToEnd(content)
      ? []
      : [literal(humanSize((page.decoded?.raw ?? content).size))]),
    literal(subject.layerName(tree.entries.layer(version))),
    ...(note === null ? [] : [note]),
    ...kinds(page).map(literal),
  ];
}

/** Returns the progress of reading that a key waits for. */
function goingOn({ goal, content: { known, size, window }, mode }: ViewPage): string | null {
  if (goal === null) return null;
  if (mode === "hex") return "reading …, esc stops";
  const done = Math.max(known, endOf(window));
  return `reading ${Math.floor((done / size) * 100)}% of ${humanSize(size)}, esc stops`;
}

/** Returns `3 of 17`, or the progress of the search. */
export function searchText(page: ViewPage, search: Search): string {
  const { offsets, through } = search.matches;
  const { size } = page.content;
  const most = offsets.length >= MOST_MATCHES ? "+" : "";
  const count = `${withCommas(offsets.length)}${most}`;
  const number = matchNumber(search);
  const counted = number === 0 ? `${count} found` : `${withCommas(number)} of ${count}`;
  const typed = search.needle;
  const as = typeof typed === "string" ? "" : ", as bytes";
  if (isSearching(page)) return `${counted}${as}, searched ${Math.floor((through / size) * 100)}%`;
  if (offsets.length === 0) return through >= size ? `no match${as}` : "search stopped";
  return counted + as;
}

function placeText(page: ViewPage): string {
  const { content, mode, top } = page;
  const { size } = content;
  if (mode === "hex") return `at ${humanSize(shownOffset(page))}`;
  const lines = withCommas(linesKnown(content.lines));
  const line = withCommas(top.line + 1);
  if (isReadToEnd(content))
    return `line ${line} of ${lines}${top.continues ? `, at ${humanSize(top.from)}` : ""}`;
  return `line ${line}, at ${humanSize(top.from)} of ${humanSize(size)}`;
}

/** Returns words for the kind of the content. */
function kinds({ content, decoded, mode, name, wrap, left }: ViewPage): string[] {
  if (content.size === 0 || mode === null) return [];
  if (mode === "hex") return ["hex"];
  const { bytes, from } = content.window;
  const beginning = from === 0 ? bytes : Buffer.alloc(0);
  const language = languageOf(name, beginning);
  const marked = beginning.toString("latin1", 0, 3) === "\xef\xbb\xbf";
  const newline = beginning.indexOf(0x0a);
  return [
    ...(language === null
      ? []
      : [
          content.size > LONGEST_COLOURED || !isLoaded(content)
            ? `${language}, too long for colours`
            : language,
        ]),
    ...(decoded === null ? [] : [decoded.encoding]),
    ...(marked ? ["BOM"] : []),
    ...(newline > 0 && !content.lines.bare && beginning[newline - 1] === 0x0d ? ["CRLF"] : []),
    ...(wrap ? ["wrapped"] : []),
    ...(left > 0 ? [`from column ${left + 1}`] : []),
  ];
}
