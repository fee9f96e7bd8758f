const EIGHTHS = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];

/**
 * Returns a bar for `share` (0 to 1) of `columns`, in eighths of a column. A share above 0 has at least one
 * eighth.
 */
export function shareBarText(share: number, columns: number): string {
  const eighths = Math.min(Math.round(share * columns * 8), columns * 8);
  const drawn = share > 0 ? Math.max(eighths, 1) : 0;
  return "█".repeat(Math.floor(drawn / 8)) + EIGHTHS[drawn % 8];
}
