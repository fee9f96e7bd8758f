import { addToGroup } from "../../groups.js";
import type { Image } from "../../image/image.js";
import type { FileTree, Node } from "../../tree/file-tree.js";
import { finished, type Pieces } from "../../tree/pieces.js";
import { type Advice, isInevitable } from "../advice/advice.js";
import { wasteAdviser } from "../advice/waste-advice.js";
import type { Base } from "../base-image.js";
import { CAUSES, type Cause, type WastedCopy } from "./causes.js";

/** Ways to group wasted copies: by path, by cause, by the instruction that removed or replaced them, by the layer that stores them. */
export const GROUPINGS = ["path", "cause", "instruction", "layer"] as const;
export type Grouping = (typeof GROUPINGS)[number];

/**
 * The common property of the copies of a group: a path, a cause, or a layer (that removed or that wrote
 * them).
 */
export type GroupKey =
  | { readonly by: "path"; readonly node: Node }
  | { readonly by: "cause"; readonly cause: Cause }
  | { readonly by: "instruction"; readonly endedBy: number }
  | { readonly by: "layer"; readonly layer: number };

/** The facts by which a copy is grouped. The cause may not be known yet. */
export type GroupedCopy = Omit<WastedCopy, "cause"> & { readonly cause?: Cause };

export interface WasteGroup<Copy extends GroupedCopy = WastedCopy> {
  readonly key: GroupKey;
  /** Wasted bytes of the group. */
  readonly bytes: number;
  /** Biggest first. */
  readonly copies: readonly Copy[];
}

/**
 * Groups wasted copies and adds up their bytes. Each copy is in one group.
 * @returns the group with most bytes first, then by path, cause or layer.
 */
export function groupWaste(copies: readonly WastedCopy[], by: Grouping): WasteGroup[] {
  return finished(groupingOf(copies, by));
}

/** The number of copies that are grouped between two pauses. */
const PIECE_COPIES = 1 << 12;
/** The same number, if advice is computed for each copy. */
const PIECE_ADVISED = 1 << 9;

/**
 * Like `groupWaste`, with pauses, and also for copies without causes.
 * @throws RangeError if copies without causes are grouped by cause.
 */
export function* groupingOf<Copy extends GroupedCopy>(
  copies: readonly Copy[],
  by: Grouping,
): Pieces<WasteGroup<Copy>[]> {
  const byRank = new Map<number, Copy[]>();
  for (let from = 0; from < copies.length; from += PIECE_COPIES) {
    for (const copy of copies.slice(from, from + PIECE_COPIES)) {
      addToGroup(byRank, rank(copy, by), copy);
    }
    yield;
  }
  const groups = [...byRank.values()].map((copies) => ({
    key: keyOf(copies[0], by),
    copies,
    bytes: bytesOf(copies),
  }));
  yield;
  return groups.sort((a, b) => b.bytes - a.bytes || rank(a.copies[0], by) - rank(b.copies[0], by));
}

/** Wasted copies that one change of the Dockerfile avoids: the same writing layer, ending layer, cause and advice. */
export interface WasteFinding {
  readonly bytes: number;
  readonly cause: Cause;
  readonly layer: number;
  readonly endedBy: number;
  readonly advice: Advice;
  /** True if the user cannot change anything about it. */
  readonly inevitable: boolean;
  /** Biggest first. */
  readonly copies: readonly WastedCopy[];
}

/**
 * Groups wasted copies into findings, the most bytes first. Findings that the user cannot change come last.
 * `base` is the base image that the user named.
 */
export function wasteFindings(
  analysis: { image: Image; tree: FileTree },
  copies: readonly WastedCopy[],
  base: Base | null = null,
): WasteFinding[] {
  return wasteFindingsBy(wasteAdviser(analysis, base), copies);
}

/** Like `wasteFindings`, with the caller's function for advice, which may remember its results. */
export function wasteFindingsBy(
  advise: (copy: WastedCopy) => Advice,
  copies: readonly WastedCopy[],
): WasteFinding[] {
  return finished(wasteFindingsIn(advise, copies));
}

/** Like `wasteFindingsBy`, with pauses. */
export function* wasteFindingsIn(
  advise: (copy: WastedCopy) => Advice,
  copies: readonly WastedCopy[],
): Pieces<WasteFinding[]> {
  const findings = new Map<string, { advice: Advice; copies: WastedCopy[] }>();
  for (let from = 0; from < copies.length; from += PIECE_ADVISED) {
    for (const copy of copies.slice(from, from + PIECE_ADVISED)) {
      const advice = advise(copy);
      const key = `${copy.layer} ${copy.endedBy} ${copy.cause} ${advice.topic}`;
      const finding = findings.get(key);
      if (finding === undefined) findings.set(key, { advice, copies: [copy] });
      else finding.copies.push(copy);
    }
    yield;
  }
  return [...findings.values()]
    .map(({ advice, copies }) => {
      const [{ cause, layer, endedBy }] = copies;
      const inevitable = isInevitable(advice);
      return { bytes: bytesOf(copies), cause, layer, endedBy, advice, inevitable, copies };
    })
    .sort(
      (a, b) =>
        Number(a.inevitable) - Number(b.inevitable) ||
        b.bytes - a.bytes ||
        a.copies[0].node - b.copies[0].node,
    );
}

function rank(copy: GroupedCopy, by: Grouping): number {
  if (by === "path") return copy.node;
  if (by === "cause") return CAUSES.indexOf(causeOf(copy));
  return by === "instruction" ? copy.endedBy : copy.layer;
}

function keyOf(copy: GroupedCopy, by: Grouping): GroupKey {
  const { node, endedBy, layer } = copy;
  if (by === "path") return { by, node };
  if (by === "cause") return { by, cause: causeOf(copy) };
  return by === "instruction" ? { by, endedBy } : { by, layer };
}

function causeOf({ cause }: GroupedCopy): Cause {
  if (cause === undefined) throw new RangeError("copies without causes are not grouped by cause");
  return cause;
}

function bytesOf(copies: readonly GroupedCopy[]): number {
  return copies.reduce((sum, { bytes }) => sum + bytes, 0);
}
