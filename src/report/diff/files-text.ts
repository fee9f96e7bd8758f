import type { Comparison } from "../../analysis/diff/compare-images.js";
import {
  METADATA,
  MOVED,
  MOVED_AWAY,
  PATH_ADDED,
  PATH_CHANGED,
  PATH_REMOVED,
  SAME,
  TYPE,
} from "../../analysis/diff/path-difference.js";
import { type RolledUp, rollUp } from "../../analysis/diff/rollup.js";
import { rollUpMoves } from "../../analysis/diff/rollup-moves.js";
import { bytesOf, isFolder, type Total, type Totals, totalsOf } from "../../analysis/diff/totals.js";
import { humanSize } from "../../text/bytes.js";
import type { Palette } from "../../text/colour.js";
import { andMore, counted } from "../../text/count.js";
import { escapePath } from "../../text/escape.js";
import { padStart } from "../../text/width.js";
import type { Node } from "../../tree/file-tree.js";
import { bytesChange } from "../../words/comparison-words.js";
import { changeText } from "../../words/path-change-words.js";
import type { TextFrame } from "../text/text-frame.js";
import { pathText } from "./compared-path.js";

const LINES_SHOWN = 20;
const MOVES_SHOWN = 5;
const SIZE_COLUMNS = 9;

/** Returns the changed files, summed up by folder, the biggest first. */
export function filesText(comparison: Comparison, { paint }: TextFrame): string[] {
  const lines = rollUp(comparison, { most: LINES_SHOWN });
  const shown = lines.slice(0, LINES_SHOWN).map((line) => rolledUpLine(comparison, line, paint));
  const left = lines.length - shown.length;
  const more = left > 0 ? [paint.dim(`  ${andMore(left)}; every path with --all`)] : [];
  const title = lines.length === 0 ? [] : [paint.bold("Files")];
  const moves = movesText(comparison, paint);
  return [...title, ...shown, ...more, ...(title.length > 0 && moves.length > 0 ? [""] : []), ...moves];
}

function rolledUpLine(comparison: Comparison, { node, below }: RolledUp, paint: Palette): string {
  const end = below ? comparison.union.end[node] : node + 1;
  const isOther = (comparison.aspects[node] & TYPE) !== 0;
  if (end === node + 1 || isOther || !isFolder(comparison, node))
    return pathLine(comparison, node, paint, end);
  const totals = totalsOf(comparison, { from: node, to: end });
  const difference = comparison.differences[node];
  const only = onlyFile(comparison, totals, { from: node, to: end });
  if (only >= 0) return pathLine(comparison, only, paint);
  const path = pathText(comparison, node);
  if (difference === PATH_ADDED)
    return line("+", totals.added.bytesB, `${path}  ${thingsText(totals.added)}`, paint);
  if (difference === PATH_REMOVED)
    return line("-", -totals.removed.bytesA, `${path}  ${thingsText(totals.removed)}`, paint);
  return line("~", deltaOf(totals), `${path}  ${countsText(totals)}`, paint);
}

/** Returns the only changed file, if all other changes are its new or removed parent folders; else −1. */
function onlyFile(
  comparison: Comparison,
  { added, removed, changed, metadata }: Totals,
  { from, to }: { readonly from: Node; readonly to: Node },
): Node {
  if (added.files + removed.files !== 1 || changed.files + metadata.files + metadata.folders > 0) return -1;
  for (let node = from; node < to; node++) {
    const difference = comparison.differences[node];
    if ((difference === PATH_ADDED || difference === PATH_REMOVED) && !isFolder(comparison, node))
      return node;
  }
  return -1;
}

/**
 * Returns the line of one path. If the line is about everything below it too, `end` is the end of its
 * descendants.
 */
function pathLine(comparison: Comparison, node: Node, paint: Palette, end = node + 1): string {
  const { union, differences, movedFrom, a } = comparison;
  const path = pathText(comparison, node);
  const totals = totalsOf(comparison, { from: node, to: end });
  const old = movedFrom.get(node);
  const from = old === undefined ? "" : `from ${escapePath(a.tree.path(union.a[old]))}`;
  // The paths below a file or a symlink are those that it replaced in its own image.
  const others = totalsOf(comparison, { from: node + 1, to: end });
  const below = [belowText(others.removed, "gone"), belowText(others.added, "new")];
  const facts = [changeText(comparison, node), from, ...below].filter((text) => text !== "").join(", ");
  const { bytesB } = bytesOf(comparison, node);
  const delta = old === undefined ? deltaOf(totals) : bytesB;
  return line(SIGNS.get(differences[node]) ?? " ", delta, facts === "" ? path : `${path}  ${facts}`, paint);
}

const SIGNS = new Map<number, Sign>([
  [PATH_ADDED, "+"],
  [PATH_REMOVED, "-"],
  [PATH_CHANGED, "~"],
  [METADATA, "~"],
  [MOVED, ">"],
]);

type Sign = "+" | "-" | "~" | ">";

function line(sign: Sign | " ", delta: number, text: string, paint: Palette): string {
  const paints = { "+": paint.green, "-": paint.red, "~": paint.yellow, ">": paint.cyan, " ": paint.dim };
  const size = sign === ">" ? humanSize(delta) : delta === 0 ? "" : bytesChange(delta);
  return `  ${paints[sign](`${sign} ${padStart(size, SIZE_COLUMNS)}  ${text}`)}`;
}

function deltaOf({ added, removed, changed, metadata }: Totals): number {
  return [added, removed, changed, metadata].reduce((sum, { bytesA, bytesB }) => sum + bytesB - bytesA, 0);
}

/** Returns `1 file below is gone`; empty for no files. */
function belowText({ files, folders }: Total, word: string): string {
  if (files === 0) return "";
  return `${thingsText({ files, folders })} below ${files === 1 ? "is" : "are"} ${word}`;
}

function thingsText({ files, folders }: { readonly files: number; readonly folders: number }): string {
  return files > 0 ? counted(files, "file") : counted(folders, "folder");
}

/** Returns `3 new, 1 gone, 40 changed, 2 in metadata`. */
function countsText({ added, removed, changed, metadata }: Totals): string {
  const parts = [
    [added, "new"],
    [removed, "gone"],
    [changed, "changed"],
    [metadata, "in metadata"],
  ] as const;
  return parts
    .filter(([{ files, folders }]) => files + folders > 0)
    .map(([{ files, folders }, word]) => `${(files || folders).toLocaleString("en")} ${word}`)
    .join(", ");
}

function movesText(comparison: Comparison, paint: Palette): string[] {
  const { movedFrom, movesComplete } = comparison;
  const note = movesComplete
    ? []
    : [paint.dim("  small files that moved are shown as removed and added: there are too many")];
  if (movedFrom.size === 0) return note;
  const moves = rollUpMoves(comparison);
  const shown = moves.slice(0, MOVES_SHOWN).map(({ from, to, files, bytes }) => {
    const many = files === 1 ? "" : `  ${counted(files, "file")}`;
    return line(">", bytes, `${escapePath(from)} → ${escapePath(to)}${many}`, paint);
  });
  const left = moves.length - shown.length;
  const more = left > 0 ? [paint.dim(`  ${andMore(left)}; every path with --all`)] : [];
  return [paint.bold("Moved"), ...shown, ...more, ...note];
}

/** Yields every path that differs, in order. */
export function* everyPath(
  comparison: Comparison,
  shown: Uint8Array | null,
  { paint }: TextFrame,
): Generator<string> {
  const { differences } = comparison;
  for (let node = 1; node < differences.length; node++) {
    const difference = differences[node];
    if (difference === SAME || difference === MOVED_AWAY || (shown !== null && shown[node] === 0)) continue;
    yield `${pathLine(comparison, node, paint)}\n`;
  }
}
