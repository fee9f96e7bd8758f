import { decodeUtf8 } from "./byte-string.js";
import { cellColumns } from "./column-width.js";

const LEAST_WIDTH = 10;
const PADDING = 3;

/** A block of a column: neighbouring lines that all have this cell. They share its width. */
interface Block {
  width: number;
}

interface Cell {
  readonly text: string;
  readonly columns: number;
  readonly block: Block;
}

/**
 * Aligns a text of bytes (one char for each byte) in elastic columns. A tab or `\v` ends a cell, a newline or
 * `\f` a line. A cell is 3 wider than the widest text of its block, and at least 10 wide; the last cell of a
 * line is not padded. A line without a tab, and `\f`, end all blocks. Rule: Go's `text/tabwriter`, as docker
 * calls it.
 */
export function layOutHistory(text: string): string {
  let blocks: Block[] = [];
  const lines: { readonly cells: readonly Cell[]; readonly last: string }[] = [];
  for (const { line, feeds } of splitLines(text)) {
    const ended = line.split(/[\t\v]/);
    const last = ended.pop() ?? "";
    // The line belongs to the blocks of its complete cells. Blocks further right end above the line.
    blocks.length = Math.min(blocks.length, ended.length);
    const cells = ended.map((cell, column) => {
      const columns = cellColumns(decodeUtf8(cell));
      const block = blocks[column] ?? { width: LEAST_WIDTH };
      blocks[column] = block;
      block.width = Math.max(block.width, columns + PADDING);
      return { text: cell, columns, block };
    });
    lines.push({ cells, last });
    if (feeds) blocks = [];
  }
  return lines.map(({ cells, last }) => `${cells.map(padded).join("")}${last}`).join("\n");
}

function padded({ text, columns, block }: Cell): string {
  return text + " ".repeat(block.width - columns);
}

function* splitLines(text: string): Generator<{ line: string; feeds: boolean }> {
  let start = 0;
  for (const { index, 0: end } of text.matchAll(/[\n\f]/g)) {
    yield { line: text.slice(start, index), feeds: end === "\f" };
    start = index + 1;
  }
  yield { line: text.slice(start), feeds: false };
}
