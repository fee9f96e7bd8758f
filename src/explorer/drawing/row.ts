import { asciiText } from "../../text/ascii.js";
import { escapeText, type Printable } from "../../text/escape.js";
import { cutEnd, cutStart as cutText, textColumns, withoutInvisible } from "../../text/width.js";
import type { ClickTarget } from "../mouse/click-target.js";
import { NO_COLOURS, OWN_COLOURS, type Style, type Theme } from "../theme/theme.js";

export type { Style } from "../theme/theme.js";

/** A part of a row: a text, its styles, and its click target. */
export interface Span {
  readonly text: Printable;
  readonly styles?: readonly Style[];
  /** The target of a click on it, if it differs from that of its row. */
  readonly click?: ClickTarget;
}

/** A row of the screen as data: `RowText` draws it. */
export interface Row {
  readonly spans: readonly Span[];
  /** Styles of the whole row, including the space after its text. */
  readonly styles: readonly Style[];
  /** The target of a click on it, if it differs from that of the pane or page. */
  readonly click?: ClickTarget | undefined;
}

/** The settings for drawing rows. They are the same for the whole screen. */
export interface Look {
  /** False for `NO_COLOR`: then only bold, dim, struck, inverse and underlined are used. */
  readonly colour: boolean;
  /** The colours of the styles; by default the terminal's own sixteen colours. */
  readonly theme?: Theme;
  /** True to draw only with ASCII. */
  readonly ascii?: boolean;
}

/** Returns a text of the program itself as printable. */
export function literal(text: string): Printable {
  return escapeText(text);
}

/** Returns a text with styles. */
export function span(text: Printable, ...styles: readonly Style[]): Span {
  return { text, styles };
}

/** Returns a row of the screen. */
export function rowOf(spans: readonly Span[], styles: readonly Style[] = [], click?: ClickTarget): Row {
  return { spans, styles, click };
}

/** Returns the text of a row with its styles, cut or filled to exactly `columns`. */
export function styledText({ spans, styles: all }: Row, columns: number, look: Look): string {
  const { ascii = false } = look;
  let out = "";
  let left = columns;
  for (const [index, { text, styles = [] }] of spans.entries()) {
    const more = spans.slice(index + 1).some((span) => span.text !== "");
    const drawn = drawnText(text, look);
    const cut = fitting(drawn, left, { more, ascii });
    left -= textColumns(cut);
    out += styled(cut, [...styles, ...all], look);
    if (cut !== drawn || left <= 0) break;
  }
  return out + styled(" ".repeat(Math.max(left, 0)), all, look);
}

/**
 * Returns the target of a click on a column of a row, from the drawn spans; `undefined` if the row has none.
 */
export function clickTargetAt({ spans, click }: Row, column: number, look: Look): ClickTarget | undefined {
  let end = 0;
  for (const span of spans) {
    end += textColumns(drawnText(span.text, look));
    if (column < end) return span.click ?? click;
  }
  return click;
}

/** Returns a text in the characters that are drawn. */
function drawnText(text: Printable, { ascii = false }: Look): Printable {
  return ascii ? asciiText(text) : withoutInvisible(text);
}

interface FitOptions {
  /** True if more text follows on the row. */
  readonly more: boolean;
  readonly ascii: boolean;
}

/** Returns the part of a text that fits. If more follows, the last column may be needed for a mark. */
function fitting(text: string, columns: number, { more, ascii }: FitOptions): string {
  if (columns <= 0) return "";
  const needed = textColumns(text);
  if (needed < columns || (needed === columns && !more)) return text;
  if (ascii) return text.slice(0, Math.max(columns - 3, 0)) + "...".slice(0, columns);
  return cutEnd(needed > columns ? text : `${text} `, columns);
}

/** Returns a text between the sequences that switch its styles on and off. The first style has priority. */
function styled(text: string, styles: readonly Style[], look: Look): string {
  const [on, off] = sequences(styles, look);
  return text === "" ? "" : on + text + off;
}

/** Returns the sequences that switch styles on and off; both empty if the styles have no effect. */
export function sequences(
  styles: readonly Style[],
  { colour, theme = OWN_COLOURS }: Look,
): readonly [on: string, off: string] {
  if (styles.length === 0) return ["", ""];
  const looks = colour ? theme : NO_COLOURS;
  const inverse = styles.some((style) => isInverse(style, looks));
  const shown = inverse ? styles.filter((style) => IN_INVERSE.includes(style)) : styles;
  const codes = new Set(shown.map((style) => looks[style]).filter((code) => code !== ""));
  // Ink would treat `ESC[m`, without the 0, as one more style.
  return codes.size === 0 ? ["", ""] : [`\x1b[${[...codes].reverse().join(";")}m`, "\x1b[0m"];
}

// In inverse video, colours would become background patches, and dim text would be hard to read, so only
// these styles are used.
const IN_INVERSE: readonly Style[] = ["inverse", "selected", "bold", "struck", "underlined"];

/**
 * Returns true if a selected row is drawn in inverse video, without colours. A theme may use a background
 * colour instead.
 */
export function isSelectedInverse({ colour, theme = OWN_COLOURS }: Look): boolean {
  return isInverse("selected", colour ? theme : NO_COLOURS);
}

function isInverse(style: Style, theme: Theme): boolean {
  return style === "inverse" || (style === "selected" && !BACKGROUND.test(theme.selected));
}

/** Matches SGR parameters that begin with a background colour. */
const BACKGROUND = /^(4\d|10\d)(;|$)/;

/** Returns the text, or as much of its end as fits after a `…`, because the end of a path is most useful. */
export function cutRowStart(
  text: Printable,
  columns: number,
  { ascii = false }: Partial<Look> = {},
): Printable {
  return literal(ascii ? cutText(asciiText(text), columns, "...") : cutText(text, columns));
}
