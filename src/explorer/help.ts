import { type KeyMap, mapped } from "./key-map.js";
import { BINDINGS, type Key } from "./keys.js";

/** A line of the help: a heading, or keys and what they do. */
export type HelpLine =
  | { readonly heading: string }
  | { readonly keys: readonly Key[]; readonly title: string }
  | { readonly blank: true };

interface HelpOptions {
  readonly map?: KeyMap;
}

/** The help, made from the table of keys. */
export function helpLines({ map }: HelpOptions = {}): HelpLine[] {
  const bindings = mapped(BINDINGS, map);
  const lines: HelpLine[] = [];
  for (const group of new Set(bindings.map((binding) => binding.group))) {
    if (lines.length > 0) lines.push({ blank: true });
    lines.push({ heading: group });
    for (const { keys, title } of bindings.filter((binding) => binding.group === group)) {
      lines.push({ keys, title });
    }
  }
  return lines;
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

/** A key as it is written on the screen; with ASCII alone its name, for `^` and `v` are keys of their own. */
export function keyName(key: Key, { ascii = false }: { readonly ascii?: boolean } = {}): string {
  return ascii ? key : (SIGNS[key] ?? key);
}
