/**
 * The name of a key: a typed character, or one of `up down left right page-up page-down home end enter space
 * tab shift-tab esc backspace ctrl-a … ctrl-z`.
 */
export type Key = string;

/** The user's keys, by the name of their action. They replace the keys of the table. */
export type KeyMap = ReadonlyMap<string, readonly Key[]>;

/** Keys without a character of their own. */
export const NAMED_KEYS: readonly Key[] = [
  ..."up down left right page-up page-down home end enter space tab shift-tab esc backspace".split(" "),
  ...[..."abcdefgklnopqrstuvwxyz", "space"].map((letter) => `ctrl-${letter}`),
];

/** Keys that terminals send for others, so that they cannot be distinguished. */
export const SAME_KEYS: ReadonlyMap<Key, Key> = new Map([
  ["ctrl-h", "backspace"],
  ["ctrl-i", "tab"],
  ["ctrl-j", "enter"],
  ["ctrl-m", "enter"],
]);

/** Returns true for the name of a key that a terminal can send: a named one, or a character. */
export function isKey(name: string): boolean {
  return NAMED_KEYS.includes(name) || ([...name].length === 1 && name > " " && name !== "\x7f");
}

const SIGNS: Readonly<Record<Key, string>> = {
  up: "↑",
  down: "↓",
  left: "←",
  right: "→",
  enter: "⏎",
  "page-up": "PgUp",
  "page-down": "PgDn",
  home: "Home",
  end: "End",
  "shift-tab": "shift-tab",
};

/**
 * Returns the name of a key on the screen. With ASCII it is a word, because `^` and `v` are keys of their
 * own.
 */
export function keyName(key: Key, { ascii = false }: { readonly ascii?: boolean } = {}): string {
  return ascii ? key : (SIGNS[key] ?? key);
}
