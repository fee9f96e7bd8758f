import { useApp } from "ink";
import type { ReactNode } from "react";
import type { PointerAction } from "../action.js";
import { type Targets, TargetsContext } from "../drawing/targets.js";
import type { Key } from "../keys/key-words.js";
import { type Fault, Faults } from "./faults.js";
import { Input } from "./input.js";

/** Who hears what a user does. */
export interface Listener {
  /** Hears of keys, all of a burst at once. */
  onKeys(keys: readonly Key[]): void;
  /** Hears of text that is pasted. */
  onPaste(text: string): void;
  /** Hears what the mouse does, where it points at something. */
  onPoint(action: PointerAction): void;
}

interface LiveProps {
  readonly listener: Listener;
  readonly targets: Targets;
  onFault(fault: Fault): void;
  /** Called with Ink's controls of the application. */
  onApp?(app: ReturnType<typeof useApp>): void;
  readonly children: ReactNode;
}

/** A screen with what a user does on it: keys, pasted text, and the mouse by what it points at. */
export function Live({ listener, targets, onFault, onApp, children }: LiveProps) {
  onApp?.(useApp());
  return (
    <TargetsContext value={targets}>
      <Input
        onKeys={(keys) => listener.onKeys(keys)}
        onPaste={(text) => listener.onPaste(text)}
        onMouse={({ at, what }) => {
          const on = targets.clickAt(at);
          if (on !== null) listener.onPoint({ type: "point", on, what });
        }}
      />
      <Faults onFault={onFault}>{children}</Faults>
    </TargetsContext>
  );
}
