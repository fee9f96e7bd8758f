import { useInput } from "ink";
import { type Key, keysOf } from "./key-names.js";

interface KeyboardProps {
  /** Called once for what arrives at once: a key that is held down comes in bursts. */
  onKeys(keys: readonly Key[]): void;
}

/** Hears the keys, and draws nothing: see display.tsx for why frames do not go through Ink. */
export function Keyboard({ onKeys }: KeyboardProps) {
  useInput((input, key) => {
    const keys = keysOf(input, key);
    if (keys.length > 0) onKeys(keys);
  });
  return null;
}
