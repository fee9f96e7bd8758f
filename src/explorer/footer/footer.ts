import { humanSize } from "../../text/bytes.js";
import { counted, withCommas } from "../../text/count.js";
import { escapePath, escapeText } from "../../text/escape.js";
import { cutEnd, textColumns } from "../../text/width.js";
import { type Look, literal, type Row, rowOf, type Span, span } from "../drawing/row.js";
import { filesView } from "../files/files-view.js";
import { keyName } from "../keys/key-names.js";
import { findPage, findResults } from "../pages/find/find-page.js";
import { helpLines } from "../pages/help/help-lines.js";
import { topHelp } from "../pages/help/help-page.js";
import { endingsText, formatOf } from "../pages/report/reports.js";
import { chosenToSave } from "../pages/save/save-page.js";
import { isReadToEnd } from "../pages/view/file-content.js";
import { linesKnown } from "../pages/view/line-index.js";
import { topView } from "../pages/view/view-page.js";
import { searchText } from "../pages/view/view-title.js";
import { awaited } from "../search-while-typing.js";
import type { State } from "../state.js";
import type { Prompt } from "../typing/prompt-line.js";
import { visibleText } from "../typing/visible-text.js";
import { type FooterWord, footerWords } from "./footer-words.js";

/**
 * Returns the footer: the prompt if one is open, the reason why the last key had no effect, or the keys of
 * this pane.
 */
export function footer(state: State, options: Look): Row {
  if (state.prompt !== null) return promptLine(state, state.prompt, options);
  if (state.message !== null) return rowOf([span(literal(` ${state.message}`), "warning")]);
  if (state.notice !== null) return rowOf([span(literal(` ${state.notice}`), "good")]);
  const spans = footerLine(state, options).flatMap(({ key, name, word }, at): Span[] => {
    const click = { is: "key", key } as const;
    return [
      span(literal(at === 0 ? " " : "  ")),
      { ...span(literal(name), "bold"), click },
      { ...span(literal(` ${word}`), "dim"), click },
    ];
  });
  return rowOf(spans);
}

/** Returns `/text▏ 12 paths  ⏎ keep  esc end`. */
function promptLine(state: State, prompt: Prompt, options: Look): Row {
  const { label, note, keys } = PROMPTS[prompt.kind];
  const { columns } = state.screen;
  const most = columns - textColumns(label) - 3;
  const problem = problemOf(state, prompt);
  // A long text leaves room for the problem.
  const problemColumns = problem === null ? 0 : textColumns(problem) + 3;
  const room = Math.max(most - problemColumns, Math.min(most, LEAST_TYPED));
  const { before, at, after } = visibleText(prompt, { columns: room, ascii: options.ascii });
  const typed = [
    span(literal(` ${label}`), "bold", "accent"),
    span(before, "bold"),
    span(at, "inverse"),
    span(after, "bold"),
    span(literal(" ")),
  ];
  const left = columns - typed.reduce((sum, span) => sum + textColumns(span.text), 0);
  const warning = problem === null ? null : cutEnd(problem, Math.max(left - 3, 1));
  const said = warning ?? fittingNote(prompt, left) ?? note(state);
  const style = warning === null ? "dim" : "warning";
  const notes = [[span(literal(said), style)], [span(literal(keys), "dim")]];
  return rowOf([...typed, ...joined(notes, { gap: "  ", columns: left })]);
}

/** The columns of a typed text that stay visible beside a problem. */
const LEAST_TYPED = 12;

/** Returns why a typed text cannot be used; `null` if it can. */
function problemOf(state: State, { kind }: Prompt): string | null {
  if (state.message !== null || awaited(state) !== null) return state.message;
  if (kind === "filter") return filesView(state).filtered?.problem ?? null;
  const page = kind === "find" ? findPage(state) : null;
  return page === null ? null : findResults(state, page).problem;
}

/** The look of each prompt: the label before the text, the note after it, and its keys. */
const PROMPTS: Readonly<
  Record<Prompt["kind"], { readonly label: string; note(state: State): string; readonly keys: string }>
> = {
  filter: { label: "/", note: filterNote, keys: "⏎ keep  esc end" },
  find: { label: "find ", note: findNote, keys: "↑↓ move  ⏎ versions  esc back" },
  search: { label: "/", note: searchNote, keys: "⏎ keep  esc end" },
  line: { label: ":", note: lineNote, keys: "⏎ go there  esc cancel" },
  save: { label: "extract to ", note: saveNote, keys: "⏎ write  tab complete  esc cancel" },
  compare: {
    label: "compare with the older image ",
    note: compareNote,
    keys: "⏎ open  tab complete  esc cancel",
  },
  report: { label: "report to ", note: reportNote, keys: "⏎ write  tab complete  esc cancel" },
  help: { label: "/", note: helpNote, keys: "⏎ keep  esc end" },
};

/**
 * Returns the names that Tab found, as many as fit; `null` if Tab was not pressed, or completed the whole
 * name.
 */
function fittingNote({ fitting }: Prompt, columns: number): string | null {
  if (fitting === null || fitting.length === 1) return null;
  if (fitting.length === 0) return "no name begins with this";
  const names = fitting.map(({ name, isFolder }) => escapeText(isFolder ? `${name}/` : name));
  return cutEnd(`${fitting.length} fit: ${names.slice(0, columns).join("  ")}`, Math.max(columns - 2, 1));
}

function saveNote(state: State): string {
  const from = chosenToSave(state);
  if (from === null) return "";
  const { files, bytes } = state.subject.filesBelow(from.rootfs, from.node);
  const name = escapePath(state.subject.analysis.tree.name(from.node));
  return `${counted(files, "file")}, ${humanSize(bytes)}; into an existing folder, as ${name}`;
}

/** Returns the format of the report, which depends on the typed extension. */
function reportNote({ prompt, reports }: State): string {
  const format = formatOf(prompt?.text ?? "", reports);
  return format === null ? `ends in ${endingsText(reports)}` : `as ${format.name}`;
}

/** Returns the number of matches in the topmost file. */
function searchNote(state: State): string {
  const page = topView(state);
  if (page === null || page.search === null || page.search.needle === "")
    return page?.mode === "hex" ? "bytes as 7f 45 4c, or a text" : "text to search for";
  return searchText(page, page.search);
}

/** Returns a note about the numbers that can be typed for the topmost file. */
function lineNote(state: State): string {
  const page = topView(state);
  if (page === null) return "";
  const { size, lines } = page.content;
  if (page.mode === "hex") return `a byte of ${withCommas(size)}, as 4096 or 0x1000`;
  const count = withCommas(linesKnown(lines));
  return isReadToEnd(page.content) ? `a line of ${count}` : "a line";
}

function compareNote({ prompt }: State): string {
  return prompt?.text === "" ? "a name, a file or a folder" : "";
}

function filterNote(state: State): string {
  if (awaited(state) !== null) return "looking …";
  const { shown, filtered } = filesView(state);
  if (filtered === null) return "a part of a path, *.glob !not ^start end$ re:regex >1MB";
  if (shown.paths === 0)
    return filtered.forms === "" ? "no path here matches" : `no path here matches, ${filtered.forms}`;
  const paths = counted(shown.paths, "path");
  return filtered.forms === "" ? paths : `${paths}, ${filtered.forms}`;
}

function helpNote(state: State): string {
  const page = topHelp(state);
  if (page === null || page.search === "") return "a key, or what it does";
  const found = helpLines(page.bindings, page).filter((line) => "keys" in line).length;
  return found === 0 ? "no key does that" : counted(found, "line");
}

function findNote(state: State): string {
  if (awaited(state) !== null) return "looking …";
  const page = findPage(state);
  if (page === null || page.text.trim() === "")
    return "a part of a path, *.glob !not ^start end$ re:regex >1MB";
  return findResults(state, page).nodes.length === 0 ? "no layer has such a path" : "";
}

interface JoinOptions {
  readonly gap: string;
  readonly columns: number;
}

/** Joins parts with a gap between them, as many as fit completely. */
function joined(parts: readonly (readonly Span[])[], { gap, columns }: JoinOptions): Span[] {
  const width = (part: readonly Span[]) =>
    part.reduce((sum, { text }) => sum + textColumns(text), gap.length);
  let left = columns - 1;
  const fitting = parts.filter((part) => {
    if (width(part) > left) return false;
    left -= width(part);
    return true;
  });
  return fitting.flatMap((part, index) => [span(literal(index === 0 ? " " : gap)), ...part]);
}

/** A key in the footer, with its word after it. */
interface FooterKey extends FooterWord {
  /** The name of the key on the screen. */
  readonly name: string;
}

/** The settings for writing keys. */
interface Writing {
  readonly ascii?: boolean;
}

/** Columns between two keys. */
const GAP = 2;
/** The number of keys at the end that are always shown: help and quit. */
const STAY = 2;

/** Returns the keys that fit in the footer, in order. */
export function footerLine(state: State, writing: Writing): FooterKey[] {
  const all = footerWords(state).map((word) => ({ ...word, name: keyName(word.key, writing) }));
  const width = ({ name, word }: (typeof all)[number]) => GAP + textColumns(name) + 1 + textColumns(word);
  const end = Math.max(all.length - STAY, 0);
  let left = state.screen.columns - 1 - all.slice(end).reduce((sum, key) => sum + width(key), 0);
  return all.filter((key, index) => {
    if (index >= end) return true;
    if (width(key) > left) return false;
    left -= width(key);
    return true;
  });
}
