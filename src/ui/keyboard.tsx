import { useInput } from "ink";
import type { PointerAction } from "../explorer/action.js";
import { type Key, keysOf } from "./key-names.js";
import { pointed } from "./mouse-report.js";

interface KeyboardProps {
  /** Called once for what arrives at once: a key that is held down comes in bursts. */
  onKeys(keys: readonly Key[]): void;
  onPoint?(action: PointerAction): void;
}

/** Hears keys and mouse, and draws nothing: see display.tsx for why frames do not go through Ink. */
export function Keyboard({ onKeys, onPoint }: KeyboardProps) {
  useInput((input, key) => {
    const point = pointed(input);
    if (point !== null) {
      if (point !== "ignored") onPoint?.(point);
      return;
    }
    const keys = keysOf(input, key);
    if (keys.length > 0) onKeys(keys);
  });
  return null;
}
