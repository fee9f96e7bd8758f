import type { Key as InkKey } from "ink";
import type { Key } from "../keys/key-names.js";

const NAMED: readonly (readonly [flag: keyof InkKey, name: Key])[] = [
  ["upArrow", "up"],
  ["downArrow", "down"],
  ["leftArrow", "left"],
  ["rightArrow", "right"],
  ["pageUp", "page-up"],
  ["pageDown", "page-down"],
  ["home", "home"],
  ["end", "end"],
  ["return", "enter"],
  ["escape", "esc"],
  ["backspace", "backspace"],
  ["delete", "delete"],
];

/** Returns the names of the keys that Ink reports together: `jjj` is three keys. */
export function keysOf(input: string, key: InkKey): Key[] {
  // Two presses in one piece of bytes.
  if (key.escape && key.meta) return ["esc", "esc"];
  if (key.tab) return [key.shift ? "shift-tab" : "tab"];
  const named = NAMED.find(([flag]) => key[flag] === true);
  if (named !== undefined) return [withModifier(named[1], key)];
  if (key.ctrl && /^[a-z]$/.test(input)) return [`ctrl-${input}`];
  // Terminals send NUL for ctrl-space, which Ink reports as ctrl and this character.
  if (key.ctrl && input === "`") return ["ctrl-space"];
  if (key.meta) return /^[a-z]$/.test(input) ? [`alt-${input}`] : [];
  return [...input].map(nameOf).filter((name) => name !== null);
}

/** Returns the name of a key with a modifier, if it has one: prompts use these. */
function withModifier(name: Key, { ctrl, meta }: InkKey): Key {
  if (name === "backspace" && meta) return "alt-backspace";
  return (ctrl || meta) && (name === "left" || name === "right") ? `ctrl-${name}` : name;
}

function nameOf(char: string): Key | null {
  if (char === " ") return "space";
  if (char === "\r" || char === "\n") return "enter";
  if (char === "\t") return "tab";
  if (char === "\x1b") return "esc";
  if (char === "\x7f" || char === "\b") return "backspace";
  if (char === "\0") return "ctrl-space";
  const code = char.codePointAt(0) ?? 0;
  if (code >= 1 && code <= 26) return `ctrl-${String.fromCharCode(code + 0x60)}`;
  return code < 0x20 ? null : char;
}
