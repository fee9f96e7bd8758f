import { asciiText } from "../../text/ascii.js";
import { escapeText, type Printable } from "../../text/escape.js";
import { withoutInvisible } from "../../text/invisible.js";
import { cutEnd, cutStart as cutText, textColumns } from "../../text/width.js";
import type { ClickTarget } from "../mouse/click-target.js";
import { NO_COLOURS, OWN_COLOURS, type Style, type Theme } from "../theme/theme.js";

export type { Style } from "../theme/theme.js";

/** A part of a row: a text, its styles, and what a click on it is about. */
export interface Span {
  readonly text: Printable;
  readonly styles?: readonly Style[];
  /** What a click on it is about, if that differs from the rest of its row. */
  readonly click?: ClickTarget;
}

/** A row of the screen as data: `RowText` draws it. */
export interface Row {
  readonly spans: readonly Span[];
  /** Styles of the whole row, the space behind its text too. */
  readonly styles: readonly Style[];
  /** What a click on it is about, if that differs from the pane or page around it. */
  readonly click?: ClickTarget | undefined;
}

/** How rows are drawn: the same for all of a screen. */
export interface Look {
  /** Without colours only bold, dim, struck, inverse and underlined are used: `NO_COLOR` is about colours. */
  readonly colour: boolean;
  /** What the styles look like; by default the terminal's own sixteen colours. */
  readonly theme?: Theme;
  /** With ASCII alone. */
  readonly ascii?: boolean;
}

/** Text of the program's own. */
export function own(text: string): Printable {
  return escapeText(text);
}

/** A text with styles. */
export function span(text: Printable, ...styles: readonly Style[]): Span {
  return { text, styles };
}

/** A row of the screen. */
export function rowOf(spans: readonly Span[], styles: readonly Style[] = [], click?: ClickTarget): Row {
  return { spans, styles, click };
}

/** The text of a row with its styles, cut or filled to exactly `columns`. */
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

/** What a click on a column of a row is about, from the spans as they are drawn; `undefined` if the row does not say. */
export function clickTargetAt({ spans, click }: Row, column: number, look: Look): ClickTarget | undefined {
  let end = 0;
  for (const span of spans) {
    end += textColumns(drawnText(span.text, look));
    if (column < end) return span.click ?? click;
  }
  return click;
}

/** A text in the characters that are drawn. */
function drawnText(text: Printable, { ascii = false }: Look): Printable {
  return ascii ? asciiText(text) : withoutInvisible(text);
}

interface FitOptions {
  /** More follows on the row. */
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

/** A text within the sequences that switch its styles on and off; the first style counts most. */
function styled(text: string, styles: readonly Style[], look: Look): string {
  const [on, off] = sequences(styles, look);
  return text === "" ? "" : on + text + off;
}

/** What switches styles on, and off again; both empty where they look like all other text. */
export function sequences(
  styles: readonly Style[],
  { colour, theme = OWN_COLOURS }: Look,
): readonly [on: string, off: string] {
  if (styles.length === 0) return ["", ""];
  const looks = colour ? theme : NO_COLOURS;
  const inverse = styles.some((style) => isInverse(style, looks));
  const shown = inverse ? styles.filter((style) => IN_INVERSE.includes(style)) : styles;
  const codes = new Set(shown.map((style) => looks[style]).filter((code) => code !== ""));
  // Ink takes `ESC[m`, without the 0, for one more style.
  return codes.size === 0 ? ["", ""] : [`\x1b[${[...codes].reverse().join(";")}m`, "\x1b[0m"];
}

// With text and background exchanged, colours would be patches of background, and dim text could hardly be read.
const IN_INVERSE: readonly Style[] = ["inverse", "selected", "bold", "struck", "underlined"];

/** Whether a selected row has text and background exchanged, so that it shows no colours; a theme may give it a background instead. */
export function isSelectedInverse({ colour, theme = OWN_COLOURS }: Look): boolean {
  return isInverse("selected", colour ? theme : NO_COLOURS);
}

function isInverse(style: Style, theme: Theme): boolean {
  return style === "inverse" || (style === "selected" && !BACKGROUND.test(theme.selected));
}

/** SGR parameters that begin with those of a background colour. */
const BACKGROUND = /^(4\d|10\d)(;|$)/;

/** The text, or as much of its end as fits behind a `…`: the end of a path says most. */
export function cutRowStart(
  text: Printable,
  columns: number,
  { ascii = false }: Partial<Look> = {},
): Printable {
  return own(ascii ? cutText(asciiText(text), columns, "...") : cutText(text, columns));
}
