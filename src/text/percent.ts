/** A ratio for people, in percent, with so many decimals at most: `94.43%`, `100%`. */
export function percentText(ratio: number, decimals = 2): string {
  return `${Number((ratio * 100).toFixed(decimals))}%`;
}
