import { useInput, usePaste } from "ink";
import type { Key } from "../keys/key-words.js";
import { keysOf } from "./key-names.js";
import { type MouseEvent, mouseEvent } from "./mouse-report.js";

interface InputProps {
  /** Called once for what arrives at once: a key that is held down comes in bursts. */
  onKeys(keys: readonly Key[]): void;
  /** Called with a text that was pasted: none of it is a key. */
  onPaste?(text: string): void;
  onMouse?(event: MouseEvent): void;
}

/** Hears keys, pasted text and the mouse, and draws nothing. */
export function Input({ onKeys, onPaste, onMouse }: InputProps) {
  useInput((input, key) => {
    const mouse = mouseEvent(input);
    if (mouse !== null) {
      if (mouse !== "ignored") onMouse?.(mouse);
      return;
    }
    const keys = keysOf(input, key);
    if (keys.length > 0) onKeys(keys);
  });
  usePaste((text) => onPaste?.(text));
  return null;
}
