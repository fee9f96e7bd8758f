import { type DOMElement, measureElement } from "ink";
import { createContext, type RefObject, useContext, useLayoutEffect, useRef } from "react";
import type { ClickTarget } from "../mouse/click-target.js";
import { clickTargetAt, type Look, type Row } from "./row.js";

/** A cell of the screen; both numbers count from 0. */
export interface Cell {
  readonly column: number;
  readonly row: number;
}

/** A box on the screen that the mouse can click: its rows, and the target of a click beside them. */
interface Target {
  readonly rows: readonly Row[];
  readonly click: ClickTarget | undefined;
  readonly look: Look;
}

interface Placed extends Target {
  /** The element including its border, if it has one. */
  readonly outer: DOMElement | null;
  /** The element with the rows, each one line high. */
  readonly inner: DOMElement | null;
}

/** The boxes on the screen. Their positions are from Ink, which laid them out. */
export class Targets {
  readonly #placed = new Set<Placed>();

  /** @returns a function that removes the target */
  add(target: Placed): () => void {
    this.#placed.add(target);
    return () => this.#placed.delete(target);
  }

  /** Returns the target of a click on a cell; `null` if there is none. */
  clickAt(cell: Cell): ClickTarget | null {
    for (const { outer, inner, rows, click, look } of this.#placed) {
      if (outer === null || within(outer, cell) === null) continue;
      const at = inner === null ? null : within(inner, cell);
      const row = at === null ? undefined : rows.at(at.row);
      return (
        (row === undefined || at === null ? click : (clickTargetAt(row, at.column, look) ?? click)) ?? null
      );
    }
    return null;
  }
}

/** Returns the cell relative to the corner of an element; `null` if it is outside. */
function within(element: DOMElement, { column, row }: Cell): Cell | null {
  const { x, y, width, height } = measureElement(element);
  const isInside = column >= x && column < x + width && row >= y && row < y + height;
  return isInside ? { column: column - x, row: row - y } : null;
}

/** Components add their click targets to this. */
export const TargetsContext = createContext(new Targets());

interface TargetRefs {
  readonly outer: RefObject<DOMElement | null>;
  readonly inner: RefObject<DOMElement | null>;
}

/** Makes a box clickable. Its elements get the refs `outer` and `inner`. */
export function useTarget(target: Target): TargetRefs {
  const targets = useContext(TargetsContext);
  const outer = useRef<DOMElement>(null);
  const inner = useRef<DOMElement>(null);
  useLayoutEffect(() => targets.add({ ...target, outer: outer.current, inner: inner.current }));
  return { outer, inner };
}
