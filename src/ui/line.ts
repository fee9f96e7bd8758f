import { asciiText } from "../text/ascii.js";
import { escapeText, type Printable } from "../text/escape.js";
import { cutEnd, cutStart as cutText, textColumns } from "../text/width.js";
import { NO_COLOURS, OWN_COLOURS, type Style, type Theme } from "./theme/theme.js";

export type { Style } from "./theme/theme.js";

declare const line: unique symbol;

/** One line of the screen: of a fixed width, with styles in it, and nothing that was not escaped. */
export type Line = string & { readonly [line]: true };

export interface Span {
  readonly text: Printable;
  readonly styles?: readonly Style[];
}

/** How lines are drawn: the same for all of a screen. */
export interface Look {
  /** Without colours only bold, dim, struck, inverse and underlined are used: `NO_COLOR` is about colours. */
  readonly colour: boolean;
  /** What the styles look like; by default the terminal's own sixteen colours. */
  readonly theme?: Theme;
  /** With ASCII alone. */
  readonly ascii?: boolean;
}

export interface LineOptions extends Look {
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
  const { ascii = false, styles: all = [] } = options;
  let out = "";
  let left = columns;
  for (const [index, { text, styles = [] }] of spans.entries()) {
    const more = spans.slice(index + 1).some((span) => span.text !== "");
    const drawn = ascii ? asciiText(text) : text;
    const cut = fitting(drawn, left, { more, ascii });
    left -= textColumns(cut);
    out += styled(cut, [...styles, ...all], options);
    if (cut !== drawn || left <= 0) break;
  }
  return (out + styled(" ".repeat(Math.max(left, 0)), all, options)) as Line;
}

interface FitOptions {
  /** More follows on the line. */
  readonly more: boolean;
  readonly ascii: boolean;
}

/** As much of a text as fits; where more follows, the last column may have to say so. */
function fitting(text: string, columns: number, { more, ascii }: FitOptions): string {
  if (columns <= 0) return "";
  const needed = textColumns(text);
  if (needed < columns || (needed === columns && !more)) return text;
  if (ascii) return text.slice(0, Math.max(columns - 3, 0)) + "...".slice(0, columns);
  return cutEnd(needed > columns ? text : `${text} `, columns);
}

/** Each stretch sets all of its looks and takes them off again: so it can be written alone. The first style counts most. */
function styled(text: string, styles: readonly Style[], { colour, theme = OWN_COLOURS }: Look): string {
  if (text === "" || styles.length === 0) return text;
  const looks = colour ? theme : NO_COLOURS;
  const shown = styles.includes("inverse") ? styles.filter((style) => IN_INVERSE.includes(style)) : styles;
  const codes = new Set(shown.map((style) => looks[style]).filter((code) => code !== ""));
  return codes.size === 0 ? text : `\x1b[${[...codes].reverse().join(";")}m${text}\x1b[m`;
}

// Where ground and text change places, colours would be patches of ground, and what is dim can hardly be read.
const IN_INVERSE: readonly Style[] = ["inverse", "bold", "struck", "underlined"];

/** Lines side by side. */
export function beside(left: Line, right: Line): Line {
  return (left + right) as Line;
}

/** The text, or as much of its end as fits behind a `…`: of a path, the end tells most. */
export function cutStart(text: Printable, columns: number, { ascii = false }: Partial<Look> = {}): Printable {
  return own(ascii ? cutText(asciiText(text), columns, "...") : cutText(text, columns));
}
