import { useApp } from "ink";
import type { ReactNode } from "react";
import type { PointerAction } from "../action.js";
import { type Targets, TargetsContext } from "../drawing/targets.js";
import type { Key } from "../keys/key-names.js";
import { type Fault, Faults } from "./faults.js";
import { Input } from "./input.js";

/** The listeners for the user's input. */
export interface Listener {
  /** Called with keys, all keys of one input at once. */
  onKeys(keys: readonly Key[]): void;
  /** Called with pasted text. */
  onPaste(text: string): void;
  /** Called with mouse actions on click targets. */
  onPoint(action: PointerAction): void;
}

interface LiveProps {
  readonly listener: Listener;
  readonly targets: Targets;
  onFault(fault: Fault): void;
  /** Called with Ink's functions of the application. */
  onApp?(app: ReturnType<typeof useApp>): void;
  readonly children: ReactNode;
}

/** Draws a screen and receives its input: keys, pasted text, and mouse actions with their targets. */
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
