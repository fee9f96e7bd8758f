/** `1 file`, `9,412 files`; `many` is the plural where it takes more than an s: `1 copy`, `2 copies`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString("en")} ${count === 1 ? one : many}`;
}
