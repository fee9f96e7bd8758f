/** Returns `1 file`, `9,412 files`. `many` is the plural if it is not formed with s: `1 copy`, `2 copies`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${withCommas(count)} ${count === 1 ? one : many}`;
}

/** Returns `and 1,204 more`, for the end of a list that was cut; `null` if nothing was cut. */
export function andMore(left: number): string | null {
  return left > 0 ? `and ${withCommas(left)} more` : null;
}

/** Returns `9,412`. */
export function withCommas(count: number): string {
  // Not `toLocaleString`: on its first use Node loads the data of all languages, which takes 10 ms.
  return String(count).replace(/\B(?=(\d{3})+$)/g, ",");
}
