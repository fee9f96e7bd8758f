import { escapeText, type Printable } from "../text/escape.js";
import { cutEnd, textColumns } from "../text/width.js";

declare const line: unique symbol;

/** One line of the screen: of a fixed width, with styles in it, and nothing that was not escaped. */
export type Line = string & { readonly [line]: true };

/** How a stretch of text looks: an attribute, or what it means, which the theme gives a colour. */
export type Style = Attribute | Role;
type Attribute = "bold" | "dim" | "struck" | "inverse" | "underlined";

/** What a text means. */
type Role =
  | "accent"
  | "added"
  | "modified"
  | "removed"
  | "good"
  | "warning"
  | "bad"
  | "waste"
  | "share"
  | "link"
  | "key"
  /** In a file: what stands for a character that cannot be shown, and the words of its language. */
  | "escape"
  | "keyword"
  | "string"
  | "comment"
  | "number"
  | "title"
  | "attribute";

export interface Span {
  readonly text: Printable;
  readonly styles?: readonly Style[];
}

const CODES: Readonly<Record<Style, readonly [open: number, close: number]>> = {
  bold: [1, 22],
  dim: [2, 22],
  underlined: [4, 24],
  inverse: [7, 27],
  struck: [9, 29],
  accent: [36, 39],
  added: [32, 39],
  modified: [33, 39],
  removed: [31, 39],
  good: [32, 39],
  warning: [33, 39],
  bad: [31, 39],
  waste: [35, 39],
  share: [34, 39],
  link: [36, 39],
  key: [33, 39],
  escape: [35, 39],
  keyword: [35, 39],
  string: [32, 39],
  comment: [2, 22],
  number: [36, 39],
  title: [34, 39],
  attribute: [33, 39],
};

const ATTRIBUTES: readonly Style[] = ["bold", "dim", "struck", "inverse", "underlined"];

export interface LineOptions {
  /** Without colours only bold, dim, struck, inverse and underlined are used: `NO_COLOR` is about colours. */
  readonly colour: boolean;
  /** Styles of the whole line, the space behind its text too. */
  readonly styles?: readonly Style[];
}

/** Text of the program's own. */
export function own(text: string): Printable {
  return escapeText(text);
}

/** A stretch of text. */
export function span(text: Printable, ...styles: readonly Style[]): Span {
  return { text, styles };
}

/** The spans side by side, cut or filled to exactly `columns`. The only maker of lines. */
export function lineOf(spans: readonly Span[], columns: number, options: LineOptions): Line {
  let out = "";
  let left = columns;
  for (const [index, { text, styles = [] }] of spans.entries()) {
    const more = spans.slice(index + 1).some((span) => span.text !== "");
    const cut = fitting(text, left, { more });
    left -= columnsOf(cut);
    out += styled(cut, styles, options);
    if (cut !== text || left <= 0) break;
  }
  return styled(out + " ".repeat(Math.max(left, 0)), options.styles ?? [], options) as Line;
}

// Printable ASCII, arrows, lines, blocks and the other signs of our own: one column each.
const NARROW = /^[\x20-\x7e\u00b7\u00d7\u2026\u2190-\u2193\u2212\u2500-\u259f\u25b8\u25be]*$/;

/** Columns of a text: as `textColumns`, but quick for what nearly all texts here are made of. */
function columnsOf(text: string): number {
  return NARROW.test(text) ? text.length : textColumns(text);
}

/** As much of a text as fits; where more follows, the last column may have to say so. */
function fitting(text: string, columns: number, { more }: { readonly more: boolean }): string {
  if (columns <= 0) return "";
  const needed = columnsOf(text);
  if (needed > columns) return cutEnd(text, columns);
  return more && needed === columns ? cutEnd(`${text} `, columns) : text;
}

function styled(text: string, styles: readonly Style[], { colour }: LineOptions): string {
  let out = text;
  if (text === "") return out;
  for (const style of styles) {
    if (!colour && !ATTRIBUTES.includes(style)) continue;
    const [open, close] = CODES[style];
    out = `\x1b[${open}m${out}\x1b[${close}m`;
  }
  return out;
}

/** Lines side by side. */
export function beside(left: Line, right: Line): Line {
  return (left + right) as Line;
}

/** The text, or as much of its end as fits behind a `…`: of a path, the end tells most. */
export function cutStart(text: Printable, columns: number): Printable {
  if (textColumns(text) <= columns) return text;
  let kept = "";
  let used = 1;
  for (const { segment } of [...new Intl.Segmenter().segment(text)].reverse()) {
    used += textColumns(segment);
    if (used > columns) break;
    kept = segment + kept;
  }
  return own(`…${kept}`);
}
