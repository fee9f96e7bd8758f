import type { Area } from "../../drawing/area.js";
import { literal, type Row, rowOf, type Span, type Style, span } from "../../drawing/row.js";
import { bytesFrom, covers } from "./file-content.js";
import { bytesPerRow, offsetDigits } from "./hex.js";
import { matchesWithin } from "./search-in-file.js";
import type { ViewPage } from "./view-page.js";

/** Returns bytes as offset, hex and ASCII, from the first row on the screen on. */
export function hexPage(page: ViewPage, area: Area): Row[] {
  const { content, hexTop } = page;
  const count = bytesPerRow(content.size, area);
  const marks = matchesWithin(page, { from: hexTop, to: hexTop + area.rows * count });
  const isMatch = (offset: number) => marks.some(([from, to]) => from <= offset && offset < to);
  return Array.from({ length: area.rows }, (_, row) => {
    const offset = hexTop + row * count;
    const here = offset < content.size && covers(content.window, { from: offset, to: offset + 1 });
    const bytes = here ? bytesFrom(content, offset).subarray(0, count) : Buffer.alloc(0);
    const spans = bytes.length === 0 ? [] : rowSpans(bytes, { offset, count, size: content.size, isMatch });
    return rowOf(spans);
  });
}

interface RowOptions {
  readonly offset: number;
  /** The number of bytes of a full row. */
  readonly count: number;
  readonly size: number;
  isMatch(offset: number): boolean;
}

/** Returns `00000010  7f 45 4c 46 …  .ELF…`. */
function rowSpans(bytes: Buffer, { offset, count, size, isMatch }: RowOptions): Span[] {
  const hex: Span[] = [];
  const text: Span[] = [];
  for (const [at, byte] of bytes.entries()) {
    const styles: readonly Style[] = isMatch(offset + at) ? ["inverse"] : stylesOf(byte);
    hex.push(span(literal(at === 0 ? "" : at % 8 === 0 ? "  " : " ")));
    hex.push(span(literal(byte.toString(16).padStart(2, "0")), ...styles));
    text.push(span(literal(isShown(byte) ? String.fromCharCode(byte) : "·"), ...styles));
  }
  const missing = " ".repeat((count - bytes.length) * 3 + (bytes.length <= 8 && count > 8 ? 1 : 0));
  return [
    span(literal(` ${offset.toString(16).padStart(offsetDigits(size), "0")}  `), "dim"),
    ...hex,
    span(literal(`${missing}  `)),
    ...text,
  ];
}

const NOTHING: readonly Style[] = [];
const ZERO: readonly Style[] = ["dim"];
const TEXT: readonly Style[] = ["string"];

function stylesOf(byte: number): readonly Style[] {
  if (byte === 0) return ZERO;
  return isShown(byte) ? TEXT : NOTHING;
}

function isShown(byte: number): boolean {
  return byte >= 0x20 && byte < 0x7f;
}
