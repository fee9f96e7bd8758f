import type { Area } from "../layout.js";

const WIDE = 16;
const NARROW = 8;

/** Digits of an offset in a file of such a size: even, eight at least. */
export function offsetDigits(size: number): number {
  return Math.max(Math.ceil(size.toString(16).length / 2) * 2, 8);
}

/** Bytes that a row of the screen shows in hex: 16, or 8 where there is little room. */
export function bytesARow(size: number, { columns }: Area): number {
  const wide = 1 + offsetDigits(size) + 2 + WIDE * 3 + 2 + WIDE;
  return columns >= wide ? WIDE : NARROW;
}

/** The offset of the first byte on the screen, moved to a row's beginning, and so that the screen is full. */
export function hexTopAt(offset: number, size: number, area: Area): number {
  const bytes = bytesARow(size, area);
  const rows = Math.ceil(size / bytes);
  const row = Math.min(Math.floor(offset / bytes), rows - area.rows);
  return Math.max(row, 0) * bytes;
}
