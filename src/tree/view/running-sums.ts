/** Fills a column with running sums: index `i` gets the sum of the first `i` values. @returns the column. */
export function runningSums<Column extends Uint32Array | Float64Array>(
  sums: Column,
  value: (i: number) => number,
): Column {
  let sum = 0;
  for (let i = 0; i + 1 < sums.length; ) {
    sum += value(i);
    sums[++i] = sum;
  }
  return sums;
}
