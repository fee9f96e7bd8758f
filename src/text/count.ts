/** `1 file`, `9,412 files`; `many` is the plural where it takes more than an s: `1 copy`, `2 copies`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  // Not `toLocaleString`: Node loads the data of all languages when that is first used, for 10 ms.
  const digits = String(count).replace(/\B(?=(\d{3})+$)/g, ",");
  return `${digits} ${count === 1 ? one : many}`;
}
