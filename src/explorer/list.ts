/** A list: the selected item, and the first visible one. */
export interface List {
  readonly cursor: number;
  readonly top: number;
}

export type Move = "up" | "down" | "page-up" | "page-down" | "half-up" | "half-down" | "top" | "bottom";

/** Returns the item after a move from item `cursor`, within the list. An empty list has its cursor at 0. */
export function moved(
  cursor: number,
  move: Move,
  { count, height }: { readonly count: number; readonly height: number },
): number {
  // A page down keeps one line of the page before visible.
  const page = Math.max(height - 1, 1);
  const half = halfPage(height);
  const to = {
    up: cursor - 1,
    down: cursor + 1,
    "page-up": cursor - page,
    "page-down": cursor + page,
    "half-up": cursor - half,
    "half-down": cursor + half,
    top: 0,
    bottom: count - 1,
  }[move];
  return Math.max(Math.min(to, count - 1), 0);
}

/** Returns the rows of half a page. */
export function halfPage(height: number): number {
  return Math.max(height >> 1, 1);
}

/**
 * Returns the first visible item so that the cursor is visible. The list scrolls as little as possible,
 * without a gap at the end.
 */
export function scrolled(
  top: number,
  cursor: number,
  { count, height }: { readonly count: number; readonly height: number },
): number {
  const shown = Math.max(height, 1);
  const withCursor = Math.min(Math.max(top, cursor - shown + 1), cursor);
  return Math.max(Math.min(withCursor, count - shown), 0);
}

/** Returns the nearest number from `least` to `most`. */
export function clamp(value: number, least: number, most: number): number {
  return Math.max(Math.min(value, most), least);
}
