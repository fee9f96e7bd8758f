import type { Action } from "../action.js";
import { takesPath } from "../prompt.js";
import type { Prompt } from "../typing/prompt-line.js";
import type { Edit } from "../typing/typed-text.js";
import type { Key } from "./key-names.js";

/**
 * Keys that edit a typed line, as in a shell. Source: the readline manual, commands for moving and killing.
 */
const EDITS: ReadonlyMap<Key, Edit> = new Map([
  ["left", "left"],
  ["ctrl-b", "left"],
  ["right", "right"],
  ["ctrl-f", "right"],
  ["ctrl-left", "word-left"],
  ["alt-b", "word-left"],
  ["ctrl-right", "word-right"],
  ["alt-f", "word-right"],
  ["home", "home"],
  ["ctrl-a", "home"],
  ["end", "end"],
  ["ctrl-e", "end"],
  ["backspace", "erase-before"],
  ["ctrl-h", "erase-before"],
  ["delete", "erase-after"],
  ["ctrl-d", "erase-after"],
  ["alt-backspace", "erase-word-before"],
  ["alt-d", "erase-word-after"],
  ["ctrl-w", "erase-to-space"],
  ["ctrl-u", "erase-to-start"],
  ["ctrl-k", "erase-to-end"],
]);

/** Keys that work in every prompt: they quit or suspend the explorer. */
const ALWAYS: ReadonlyMap<Key, Action> = new Map([
  ["ctrl-c", { type: "quit", everything: true }],
  ["ctrl-z", { type: "suspend" }],
]);

/** Keys that move in the list of results while the find prompt is open. */
const IN_THE_LIST: ReadonlyMap<Key, Action> = new Map([
  ["up", { type: "move", to: "up" }],
  ["down", { type: "move", to: "down" }],
  ["page-up", { type: "move", to: "page-up" }],
  ["page-down", { type: "move", to: "page-down" }],
]);

/**
 * Returns the action of a key while a prompt is open; `null` if it has none. No key reaches the panes below.
 */
export function whileTyping(prompt: Prompt, key: Key): Action | null {
  const always = ALWAYS.get(key);
  if (always !== undefined) return always;
  if (key === "enter") return { type: "prompt-keep" };
  // `50G` is a key sequence of less and vim.
  if (prompt.kind === "line" && (key === "G" || key === "g")) return { type: "prompt-keep" };
  if (key === "esc") return { type: "prompt-cancel" };
  if (key === "space") return { type: "prompt-type", text: " " };
  if (key === "tab") return takesPath(prompt) ? { type: "prompt-complete" } : null;
  const inList = prompt.kind === "find" ? IN_THE_LIST.get(key) : undefined;
  if (inList !== undefined) return inList;
  if (key === "up" || key === "ctrl-p") return { type: "prompt-recall", by: 1 };
  if (key === "down" || key === "ctrl-n") return { type: "prompt-recall", by: -1 };
  const edit = EDITS.get(key);
  if (edit !== undefined) return { type: "prompt-edit", edit };
  return [...key].length === 1 ? { type: "prompt-type", text: key } : null;
}
