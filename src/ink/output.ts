import {
  type StyledChar,
  styledCharsFromTokens,
  styledCharsToString,
  tokenize,
} from "@alcalzone/ansi-tokenize";
import sliceAnsi from "slice-ansi";
import { bounded } from "./bounded.js";
import { closed } from "./closed.js";
import widestLine, { cellsOf, lineWidth, placedWidth, simpleColumns } from "./width.js";

/**
 * Replaces `build/output.js` of Ink 7.1.1, with the same interface. For every frame, Ink's own file creates
 * an object for each cell of the screen, splits each line into characters, and joins each row again. But
 * lines of an interface rarely overlap. So rows without overlapping writes are joined unchanged here, with
 * spaces between them. If simple texts overlap (titles in borders), the lower one is cut. Only other rows use
 * cells, as in Ink. `test/ink/output.test.ts` compares both on random writes and random trees of elements,
 * cell by cell.
 */
export default class Output {
  readonly width: number;
  readonly height: number;
  readonly #operations: Operation[] = [];

  constructor({ width, height }: { readonly width: number; readonly height: number }) {
    this.width = width;
    this.height = height;
  }

  write(
    x: number,
    y: number,
    text: string,
    { transformers }: { readonly transformers: readonly Transformer[] },
  ) {
    if (text) this.#operations.push({ type: "write", x, y, text, transformers });
  }

  clip(clip: Clip): void {
    this.#operations.push({ type: "clip", clip });
  }

  unclip(): void {
    this.#operations.push({ type: "unclip" });
  }

  get(): { readonly output: string; readonly height: number } {
    const rows = Array.from({ length: this.height }, (): Piece[] => []);
    const clips: Clip[] = [];
    for (const operation of this.#operations) {
      if (operation.type === "clip") clips.push(operation.clip);
      else if (operation.type === "unclip") clips.pop();
      else place(clipped(operation, clips.at(-1)), operation.transformers, rows);
    }
    const output = rows
      .map(
        (pieces) => joined(pieces, this.width) ?? covered(pieces, this.width) ?? overlaid(pieces, this.width),
      )
      .join("\n");
    return { output, height: rows.length };
  }
}

type Transformer = (line: string, index: number) => string;

interface Clip {
  readonly x1: number | undefined;
  readonly x2: number | undefined;
  readonly y1: number | undefined;
  readonly y2: number | undefined;
}

interface Write {
  readonly x: number;
  readonly y: number;
  readonly text: string;
}

type Operation =
  | (Write & { readonly type: "write"; readonly transformers: readonly Transformer[] })
  | { readonly type: "clip"; readonly clip: Clip }
  | { readonly type: "unclip" };

/** A line of a write, and its first column. */
interface Piece {
  readonly x: number;
  readonly line: string;
}

interface Lines {
  readonly x: number;
  readonly y: number;
  readonly lines: readonly string[];
}

const NOTHING: Lines = { x: 0, y: 0, lines: [] };

/** Returns the part of a write within a clip, as Ink cuts it. */
function clipped({ x, y, text }: Write, clip: Clip | undefined): Lines {
  let lines = text.split("\n");
  if (clip === undefined) return { x, y, lines };
  const { x1, x2, y1, y2 } = clip;
  const horizontally = x1 !== undefined && x2 !== undefined;
  const vertically = y1 !== undefined && y2 !== undefined;
  if (horizontally && (x + widestLine(text) < x1 || x > x2)) return NOTHING;
  if (vertically && (y + lines.length < y1 || y > y2)) return NOTHING;
  if (horizontally) {
    lines = lines.map((line) => {
      const width = lineWidth(line);
      return sliceAnsi(line, x < x1 ? x1 - x : 0, x + width > x2 ? x2 - x : width);
    });
  }
  if (vertically) lines = lines.slice(y < y1 ? y1 - y : 0, y + lines.length > y2 ? y2 - y : lines.length);
  return {
    x: horizontally ? Math.max(x, x1) : x,
    y: vertically ? Math.max(y, y1) : y,
    lines,
  };
}

/** Adds lines to their rows. A text may have more lines than the output; lines above it are left out. */
function place({ x, y, lines }: Lines, transformers: readonly Transformer[], rows: readonly Piece[][]): void {
  if (y < 0) return;
  for (const [index, line] of lines.entries()) {
    rows[y + index]?.push({
      x,
      line: transformers.reduce((text, transform) => transform(text, index), line),
    });
  }
}

/** The number of lines of a few screens: most lines are the same in the next frame. */
const LOOKED = 1024;

const looked = bounded(LOOKED, (line) => ({
  columns: placedWidth(line),
  text: closed(line),
  isSimple: simpleColumns(line) !== null,
}));

/** Returns a row of pieces that do not overlap; `null` if cells are needed. */
function joined(pieces: readonly Piece[], width: number): string | null {
  let row = "";
  let end = 0;
  for (const { x, line } of inOrder(pieces)) {
    const { columns, text } = looked(line);
    if (columns === 0) continue;
    // A gap after the right edge has no cells.
    if (x < end || x > Math.max(width, end) || text === null) return null;
    row += " ".repeat(x - end) + text;
    end = x + columns;
  }
  return row.trimEnd();
}

function inOrder(pieces: readonly Piece[]): readonly Piece[] {
  const isSorted = pieces.every(({ x }, index) => index === 0 || pieces[index - 1].x <= x);
  return isSorted ? pieces : pieces.toSorted((a, b) => a.x - b.x);
}

/** A visible part of a text: its columns in the row, and the first of its columns in the text. */
interface VisiblePart {
  readonly from: number;
  readonly to: number;
  readonly text: string;
  readonly start: number;
}

/**
 * Returns a row of pieces that overlap, as titles overlap a border: earlier pieces are cut where later ones
 * cover them. `null` for a row with a character that does not take exactly one column, or with unknown
 * styles.
 */
function covered(pieces: readonly Piece[], width: number): string | null {
  let parts: VisiblePart[] = [];
  for (const { x, line } of pieces) {
    const { columns, text, isSimple } = looked(line);
    if (columns === 0) continue;
    if (!isSimple || text === null || x < 0 || x > width) return null;
    const over = { from: x, to: x + columns, text, start: x };
    parts = [...parts.flatMap((part) => outside(part, over)), over];
  }
  let row = "";
  let end = 0;
  for (const { from, to, text, start } of parts.sort((a, b) => a.from - b.from)) {
    row += " ".repeat(from - end) + columnsOf(text, from - start, to - start);
    end = to;
  }
  return row.trimEnd();
}

/** Returns the visible parts of a part after another one covers it. */
function outside(part: VisiblePart, { from, to }: VisiblePart): VisiblePart[] {
  if (to <= part.from || from >= part.to) return [part];
  const before = part.from < from ? [{ ...part, to: from }] : [];
  return part.to > to ? [...before, { ...part, from: to }] : before;
}

/**
 * Returns some columns of a text in which each character takes one column. All of its styles are kept, so
 * that they are on and off as before.
 */
function columnsOf(text: string, from: number, to: number): string {
  let column = 0;
  let out = "";
  for (const [index, part] of text.split(STYLES).entries()) {
    if (index % 2 === 1) out += part;
    else {
      out += part.slice(Math.max(from - column, 0), Math.max(to - column, 0));
      column += part.length;
    }
  }
  return out;
}

// Splits a text into texts and sequences, in turn.
const STYLES = /(\x1b\[[\d;]*m)/;

/**
 * The number of overlapping rows that are kept. Most of them, titles in borders, are the same in the next
 * frame.
 */
const KEPT = 256;

const charactersOf = bounded(KEPT, (line) => styledCharsFromTokens(tokenize(line)));

/** Returns a row of pieces that may overlap, cell by cell as in Ink: later ones cover earlier ones. */
function overlaid(pieces: readonly Piece[], width: number): string {
  const row: StyledChar[] = Array.from({ length: width }, blank);
  for (const { x, line } of pieces) {
    const characters = charactersOf(line);
    if (characters.length > 0) overlay(row, x, characters);
  }
  return styledCharsToString(row.filter((cell) => cell !== undefined)).trimEnd();
}

/**
 * A wide character has a cell with its text and empty cells after it. If only a half of it stays, that half
 * becomes a space.
 */
function overlay(row: StyledChar[], x: number, characters: readonly StyledChar[]): void {
  let at = x;
  if (row[at]?.value === "" && at > 0 && cellsOf(row[at - 1]?.value ?? "") > 1) row[at - 1] = blank();
  for (const character of characters) {
    row[at] = character;
    const columns = cellsOf(character.value);
    for (let more = 1; more < columns; more++)
      row[at + more] = { ...blank(), value: "", styles: character.styles };
    at += columns;
  }
  if (row[at]?.value === "") row[at] = blank();
}

function blank(): StyledChar {
  return { type: "char", value: " ", fullWidth: false, styles: [] };
}
