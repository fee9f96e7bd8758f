import type { Key } from "./key-words.js";

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
