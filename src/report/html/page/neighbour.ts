import type { Tile } from "./layout.js";

type Box = Pick<Tile, "x" | "y" | "width" | "height">;

/**
 * The box that an arrow key leads to from another: the nearest one on that side, what lies straight ahead before what lies
 * askew. Home and end lead to the first and the last.
 * @returns `null` where the key is none of these, or there is no box on that side.
 */
export function neighbour<B extends Box>(boxes: readonly B[], from: B, key: string): B | null {
  if (key === "Home") return boxes.at(0) ?? null;
  if (key === "End") return boxes.at(-1) ?? null;
  const side = SIDES[key];
  if (side === undefined) return null;
  const others = boxes
    .filter((box) => box !== from && side.ahead(from, box) >= -1)
    .map((box) => ({ box, away: side.ahead(from, box) + 3 * side.askew(from, box) }));
  others.sort((a, b) => a.away - b.away);
  return others[0]?.box ?? null;
}

interface Side {
  /** From edge to edge, negative where the box is not on that side. */
  ahead(from: Box, box: Box): number;
  /** How far a box lies beside the way: 0 where they overlap. */
  askew(from: Box, box: Box): number;
}

const apart = (a: number, aEnd: number, b: number, bEnd: number) => Math.max(a - bEnd, b - aEnd, 0);
const askewX = (a: Box, b: Box) => apart(a.x, a.x + a.width, b.x, b.x + b.width);
const askewY = (a: Box, b: Box) => apart(a.y, a.y + a.height, b.y, b.y + b.height);

const SIDES: Readonly<Record<string, Side>> = {
  ArrowRight: { ahead: (a, b) => b.x - (a.x + a.width), askew: askewY },
  ArrowLeft: { ahead: (a, b) => a.x - (b.x + b.width), askew: askewY },
  ArrowDown: { ahead: (a, b) => b.y - (a.y + a.height), askew: askewX },
  ArrowUp: { ahead: (a, b) => a.y - (b.y + b.height), askew: askewX },
};
