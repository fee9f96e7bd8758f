import type { WastedCopy } from "../../analysis/waste/causes.js";
import { GROUPINGS, type GroupedCopy, type Grouping, groupingOf } from "../../analysis/waste/waste-groups.js";
import type { Pieces } from "../../tree/pieces.js";
import { remember } from "../memo.js";
import { areDecided, type ListedGroup, type WasteGrouping, type WasteRow } from "./grouping.js";
import { PreparedResult } from "./prepared-result.js";
import type { WasteStories } from "./waste-facts.js";

/**
 * The rows of the waste list. A row is created when it is needed, because an image may have 100,000 wasted
 * copies.
 */
export interface WasteRows {
  readonly count: number;
  /** The number of copies in the biggest group; 0 if there are no groups. */
  readonly mostCopies: number;
  /** The groups; `null` if copies are listed separately. */
  readonly groups: readonly ListedGroup[] | null;
  /** @returns `null` after the last row */
  at(row: number): WasteRow | null;
}

/** The lists of an image's waste. Results are remembered. */
export class WasteLists {
  readonly rows: (
    copies: readonly GroupedCopy[],
    by: WasteGrouping,
    opened: ReadonlySet<number>,
  ) => WasteRows;
  readonly #grouping: (
    copies: readonly GroupedCopy[],
    by: Grouping,
  ) => PreparedResult<readonly ListedGroup[]>;
  readonly #findings: WasteStories["findings"];

  constructor({ findings }: Pick<WasteStories, "findings">) {
    this.#findings = findings;
    this.#grouping = remember(GROUPINGS.length, (copies, by) => new PreparedResult(groupingOf(copies, by)));
    this.rows = remember(2, (copies, by, opened) =>
      by === "copy" ? single(copies) : grouped(this.#groups(copies, by).result(), opened),
    );
  }

  /** Computes all groupings that do not need causes, so that no key waits for them. */
  *prepare(copies: readonly GroupedCopy[]): Pieces<void> {
    for (const by of GROUPINGS) if (by !== "cause") yield* this.#grouping(copies, by).pieces();
  }

  /** Computes the groupings that need causes. */
  *prepareAll(copies: readonly WastedCopy[]): Pieces<void> {
    yield* this.#findings(copies).pieces();
    for (const by of GROUPINGS) yield* this.#grouping(copies, by).pieces();
  }

  #groups(
    copies: readonly GroupedCopy[],
    by: Exclude<WasteGrouping, "copy">,
  ): PreparedResult<readonly ListedGroup[]> {
    if (by !== "advice") return this.#grouping(copies, by);
    return this.#findings(areDecided(copies) ? copies : []);
  }
}

function single(copies: readonly GroupedCopy[]): WasteRows {
  const at = (row: number) => {
    const copy = copies.at(row);
    return copy === undefined || row < 0 ? null : { copy, inGroup: null };
  };
  return { count: copies.length, mostCopies: 0, groups: null, at };
}

function grouped(groups: readonly ListedGroup[], opened: ReadonlySet<number>): WasteRows {
  // Few groups are open at the same time, so rows are found by a loop over them.
  const open = [...opened].sort((a, b) => a - b).map((index) => ({ index, copies: groups[index].copies }));
  const count = open.reduce((sum, { copies }) => sum + copies.length, groups.length);
  const at = (row: number): WasteRow | null => {
    if (row < 0 || row >= count) return null;
    let before = 0;
    for (const { index, copies } of open) {
      const first = index + before + 1;
      if (row < first) break;
      if (row < first + copies.length) return { copy: copies[row - first], inGroup: index };
      before += copies.length;
    }
    const index = row - before;
    return { group: groups[index], index, isOpen: opened.has(index) };
  };
  const mostCopies = groups.reduce((most, { copies }) => Math.max(most, copies.length), 0);
  return { count, mostCopies, groups, at };
}
