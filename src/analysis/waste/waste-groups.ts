import type { Image } from "../../image/image.js";
import type { FileTree, Node } from "../../tree/file-tree.js";
import { finished, type Pieces } from "../../tree/pieces.js";
import { adviser } from "../advice/advice.js";
import type { Advice } from "../advice/advice-sources.js";
import type { Base } from "../base.js";
import { CAUSES, type Cause, type DeadCopy } from "./waste.js";

/** Ways to add up dead copies: by where they lay, why they died, the instruction since which they are dead, the layer that stores them. */
export const GROUPINGS = ["path", "cause", "instruction", "layer"] as const;
export type Grouping = (typeof GROUPINGS)[number];

/** What the copies of a group have in common: a path, a cause, or a layer (that ended or that wrote them). */
export type GroupKey =
  | { readonly by: "path"; readonly node: Node }
  | { readonly by: "cause"; readonly cause: Cause }
  | { readonly by: "instruction"; readonly endedBy: number }
  | { readonly by: "layer"; readonly layer: number };

/** What a copy is grouped by; its cause, where it is known. */
export type GroupedCopy = Omit<DeadCopy, "cause"> & { readonly cause?: Cause };

export interface WasteGroup<Copy extends GroupedCopy = DeadCopy> {
  readonly key: GroupKey;
  /** Dead bytes of the group. */
  readonly bytes: number;
  /** Biggest first. */
  readonly copies: readonly Copy[];
}

/**
 * Adds dead copies up. Each is in one group.
 * @returns the group with most bytes first, then by path, by the causes' order, by layer.
 */
export function groupWaste(copies: readonly DeadCopy[], by: Grouping): WasteGroup[] {
  return finished(groupingOf(copies, by));
}

/** Copies that are looked at in one piece. */
const PIECE_COPIES = 1 << 12;
/** The same where advice on each is found. */
const PIECE_ADVISED = 1 << 9;

/**
 * As `groupWaste`, in pieces, and also of copies without causes.
 * @throws RangeError where those are grouped by cause.
 */
export function* groupingOf<Copy extends GroupedCopy>(
  copies: readonly Copy[],
  by: Grouping,
): Pieces<WasteGroup<Copy>[]> {
  const byRank = new Map<number, Copy[]>();
  for (let from = 0; from < copies.length; from += PIECE_COPIES) {
    for (const copy of copies.slice(from, from + PIECE_COPIES)) {
      const group = byRank.get(rank(copy, by));
      if (group === undefined) byRank.set(rank(copy, by), [copy]);
      else group.push(copy);
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

/** Dead copies with one story: written by one layer, ended by one, of one cause, with one advice. */
export interface Offender {
  readonly bytes: number;
  readonly cause: Cause;
  readonly layer: number;
  readonly endedBy: number;
  readonly advice: string;
  /** The page that the advice comes from. */
  readonly adviceSource: string;
  /** True where nothing can be changed about it. */
  readonly inevitable: boolean;
  /** Biggest first. */
  readonly copies: readonly DeadCopy[];
}

/**
 * What to change first: the dead copies by their stories, the one with most bytes first, those that nobody can help
 * behind all others. `base` is where the base ends,
 * as somebody named it.
 */
export function offenders(
  analysis: { image: Image; tree: FileTree },
  copies: readonly DeadCopy[],
  base: Base | null = null,
): Offender[] {
  return offendersBy(adviser(analysis, base), copies);
}

/** As `offenders`, with advice from elsewhere: of what was advised before it need not be found again. */
export function offendersBy(advise: (copy: DeadCopy) => Advice, copies: readonly DeadCopy[]): Offender[] {
  return finished(offendersIn(advise, copies));
}

/** As `offendersBy`, in pieces. */
export function* offendersIn(
  advise: (copy: DeadCopy) => Advice,
  copies: readonly DeadCopy[],
): Pieces<Offender[]> {
  const stories = new Map<string, { advice: Advice; copies: DeadCopy[] }>();
  for (let from = 0; from < copies.length; from += PIECE_ADVISED) {
    for (const copy of copies.slice(from, from + PIECE_ADVISED)) {
      const advice = advise(copy);
      const key = `${copy.layer} ${copy.endedBy} ${copy.cause} ${advice.say}`;
      const story = stories.get(key);
      if (story === undefined) stories.set(key, { advice, copies: [copy] });
      else story.copies.push(copy);
    }
    yield;
  }
  return [...stories.values()]
    .map(({ advice: { say, source, inevitable = false }, copies }) => {
      const [{ cause, layer, endedBy }] = copies;
      const offender = { bytes: bytesOf(copies), cause, layer, endedBy, advice: say, copies };
      return { ...offender, adviceSource: source, inevitable };
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
