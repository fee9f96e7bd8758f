import type { UndecidedCopy } from "../../analysis/dead-copies.js";
import type { DeadCopy } from "../../analysis/waste.js";
import { groupingOf, type WasteGroup } from "../../analysis/waste-groups.js";
import type { Pieces } from "../../tree/pieces.js";
import { remember } from "../memo.js";
import type { State } from "../state.js";

/** How dead copies are listed: each for itself, or added up. In the order in which a key goes round. */
export const WASTE_GROUPINGS = ["copy", "path", "cause", "instruction", "layer"] as const;
export type WasteGrouping = (typeof WASTE_GROUPINGS)[number];

/** A line of the list of waste: a group, or a copy, in a group or not. */
export type WasteRow =
  | { readonly group: WasteGroup; readonly index: number; readonly isOpen: boolean }
  | { readonly copy: DeadCopy; readonly inGroup: boolean };

/** The lines of the list of waste. They are made when they are asked for: an image may have 100,000 dead copies. */
export interface WasteRows {
  readonly count: number;
  /** Copies in the biggest group; 0 where there are no groups. */
  readonly mostCopies: number;
  /** @returns `null` beyond the last one. */
  at(row: number): WasteRow | null;
}

type GroupedBy = Exclude<WasteGrouping, "copy">;

/** What can be known of the waste of an image, remembered. */
export class WasteLists {
  readonly rows: (copies: readonly DeadCopy[], by: WasteGrouping, opened: ReadonlySet<number>) => WasteRows;
  /** The biggest copies, as long as nobody knows why they died; biggest first. */
  readonly biggest: (copies: readonly UndecidedCopy[]) => readonly UndecidedCopy[];
  readonly #grouping: (copies: readonly DeadCopy[], by: GroupedBy) => Begun<readonly WasteGroup[]>;

  constructor() {
    this.#grouping = remember(WASTE_GROUPINGS.length, (copies, by) => new Begun(groupingOf(copies, by)));
    this.rows = remember(2, (copies, by, opened) =>
      by === "copy" ? single(copies) : grouped(this.#grouping(copies, by).result(), opened),
    );
    this.biggest = remember(1, biggest);
  }

  /** Adds up in every way, so that nobody waits for it. */
  *prepare(copies: readonly DeadCopy[]): Pieces<void> {
    for (const by of WASTE_GROUPINGS) if (by !== "copy") yield* this.#grouping(copies, by).pieces();
  }
}

/** Work that somebody may do in pieces, and somebody else may need at once. */
class Begun<Result> {
  readonly #work: Pieces<Result>;
  #step: IteratorResult<void, Result> | null = null;

  constructor(work: Pieces<Result>) {
    this.#work = work;
  }

  *pieces(): Pieces<void> {
    while (this.#step?.done !== true) {
      this.#step = this.#work.next();
      yield;
    }
  }

  result(): Result {
    for (;;) {
      if (this.#step?.done === true) return this.#step.value;
      this.#step = this.#work.next();
    }
  }
}

/** The lines of the list as it is shown; none while the causes are not known. */
export function wasteRows({ subject, waste }: State): WasteRows {
  if (waste.state !== "found") return NONE;
  return subject.wasteLists.rows(waste.copies, waste.by, waste.opened);
}

/** How many lines the list has: of waste, or of what differs between two images. */
export function listedCount(state: State): number {
  return state.subject.comparison?.reasons.length ?? wasteRows(state).count;
}

/** The line that is chosen. */
export function chosenWaste(state: State): WasteRow | null {
  return wasteRows(state).at(state.waste.list.cursor);
}

const NONE: WasteRows = { count: 0, mostCopies: 0, at: () => null };

function single(copies: readonly DeadCopy[]): WasteRows {
  const at = (row: number) => {
    const copy = copies.at(row);
    return copy === undefined || row < 0 ? null : { copy, inGroup: false };
  };
  return { count: copies.length, mostCopies: 0, at };
}

function grouped(groups: readonly WasteGroup[], opened: ReadonlySet<number>): WasteRows {
  // Few are open at a time: rows are found by walking over those.
  const open = [...opened].sort((a, b) => a - b).map((index) => ({ index, held: groups[index].copies }));
  const count = open.reduce((sum, { held }) => sum + held.length, groups.length);
  const at = (row: number): WasteRow | null => {
    if (row < 0 || row >= count) return null;
    let before = 0;
    for (const { index, held } of open) {
      const first = index + before + 1;
      if (row < first) break;
      if (row < first + held.length) return { copy: held[row - first], inGroup: true };
      before += held.length;
    }
    const index = row - before;
    return { group: groups[index], index, isOpen: opened.has(index) };
  };
  const mostCopies = groups.reduce((most, { copies }) => Math.max(most, copies.length), 0);
  return { count, mostCopies, at };
}

/** More than a screen shows. */
const MOST_UNDECIDED = 200;

function biggest(copies: readonly UndecidedCopy[]): UndecidedCopy[] {
  let found: UndecidedCopy[] = [];
  let least = 0;
  for (const copy of copies) {
    if (copy.bytes <= least) continue;
    found.push(copy);
    if (found.length < MOST_UNDECIDED * 2) continue;
    found = found.sort(bySize).slice(0, MOST_UNDECIDED);
    least = found[MOST_UNDECIDED - 1].bytes;
  }
  return found.sort(bySize).slice(0, MOST_UNDECIDED);
}

function bySize(a: UndecidedCopy, b: UndecidedCopy): number {
  return b.bytes - a.bytes || a.node - b.node;
}
