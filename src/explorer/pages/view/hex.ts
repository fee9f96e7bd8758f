import type { Area } from "../../drawing/area.js";

const WIDE = 16;
const NARROW = 8;

/** Returns the number of digits for offsets in a file of a size: even, at least eight. */
export function offsetDigits(size: number): number {
  return Math.max(Math.ceil(size.toString(16).length / 2) * 2, 8);
}

/** Returns the number of bytes in a row of the hex view: 16, or 8 on a narrow screen. */
export function bytesPerRow(size: number, { columns }: Area): number {
  const wide = 1 + offsetDigits(size) + 2 + WIDE * 3 + 2 + WIDE;
  return columns >= wide ? WIDE : NARROW;
}

/** Returns the offset of the first byte on the screen: the beginning of a row, so that the screen is full. */
export function hexTopAt(offset: number, size: number, area: Area): number {
  const bytes = bytesPerRow(size, area);
  const rows = Math.ceil(size / bytes);
  const row = Math.min(Math.floor(offset / bytes), rows - area.rows);
  return Math.max(row, 0) * bytes;
}
