/** `1 file`, `9,412 files`; `many` is the plural if it is not formed with s: `1 copy`, `2 copies`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${withCommas(count)} ${count === 1 ? one : many}`;
}

/** `and 1,204 more`, the end of a list that is cut; `null` if nothing is left. */
export function andMore(left: number): string | null {
  return left > 0 ? `and ${withCommas(left)} more` : null;
}

/** `9,412` */
export function withCommas(count: number): string {
  // Not `toLocaleString`: Node loads the data of all languages when that is first used, for 10 ms.
  return String(count).replace(/\B(?=(\d{3})+$)/g, ",");
}
