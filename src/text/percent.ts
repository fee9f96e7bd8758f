/** Formats a ratio in percent, with at most this number of decimals: `94.43%`, `100%`. */
export function percentText(ratio: number, decimals = 2): string {
  return `${Number((ratio * 100).toFixed(decimals))}%`;
}
