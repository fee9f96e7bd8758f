import { textColumns } from "../../text/width.js";

const CONTEXT = 16;

/**
 * Two lines of one beginning, so that in `columns` each shows where they come apart: of a beginning that fills the
 * room, the first word stays, and the last words. Both leave out the same.
 */
export function apart(one: string, other: string, columns: number): readonly [string, string] {
  const common = commonBeginning(one, other);
  const longer = one.length > other.length ? one : other;
  if (textColumns(longer) <= columns || common + CONTEXT <= columns) return [one, other];
  const head = `${longer.slice(0, longer.indexOf(" "))} … `;
  // As much of the beginning as there is room for, but no more than lets the ends be seen.
  const from = Math.min(Math.max(longer.length - (columns - head.length), 0), common - CONTEXT);
  const start = longer.indexOf(" ", from - 1) + 1;
  if (start <= head.length || start > common) return [one, other];
  return [head + one.slice(start), head + other.slice(start)];
}

function commonBeginning(one: string, other: string): number {
  let at = 0;
  while (at < one.length && one[at] === other[at]) at++;
  return at;
}
