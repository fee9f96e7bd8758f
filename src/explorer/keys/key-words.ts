/**
 * A key by name: a character as typed, or one of `up down left right page-up page-down home end enter space tab
 * shift-tab esc backspace ctrl-a … ctrl-z`.
 */
export type Key = string;

/** Keys that replace those of the table, by the name of their action. */
export type KeyMap = ReadonlyMap<string, readonly Key[]>;

/** Keys that have no character of their own. */
export const NAMED_KEYS: readonly Key[] = [
  ..."up down left right page-up page-down home end enter space tab shift-tab esc backspace".split(" "),
  ...[..."abcdefgklnopqrstuvwxyz", "space"].map((letter) => `ctrl-${letter}`),
];

/** The keys that terminals send for others: they cannot be distinguished. */
export const SAME_KEYS: ReadonlyMap<Key, Key> = new Map([
  ["ctrl-h", "backspace"],
  ["ctrl-i", "tab"],
  ["ctrl-j", "enter"],
  ["ctrl-m", "enter"],
]);

/** Whether a key of that name can arrive: a named one, or a character. */
export function isKey(name: string): boolean {
  return NAMED_KEYS.includes(name) || ([...name].length === 1 && name > " " && name !== "\x7f");
}
