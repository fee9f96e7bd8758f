import { humanSize } from "../../../text/bytes.js";
import { shape } from "./dom.js";
import type { PageEntry } from "./page-entry.js";
import type { Tile } from "./tile-layout.js";
import { noteOn, type TreeWords } from "./tree-words.js";

const INSET = 4;

interface Drawing {
  readonly whole: PageEntry;
  readonly words: TreeWords;
}

/**
 * Returns the tiles as shapes, each with its index in `data-tile`. Tiles directly in the map's folder can
 * have the focus.
 */
export function drawTiles(tiles: readonly Tile[], drawing: Drawing): SVGElement[] {
  return tiles.map((tile, at) => {
    const { entry, depth } = tile;
    const tone = drawing.words.tone(entry.tag);
    const kind = tile.isOpen ? "open" : entry.isRest || entry.isFolder ? "sum" : "leaf";
    const group = shape("g", { class: `tile ${kind} tone ${tone}`, "data-tile": at });
    group.dataset.group = drawing.words.group(entry.tag);
    if (depth === 1) {
      group.setAttribute("role", "button");
      group.setAttribute("tabindex", "-1");
      group.setAttribute("aria-label", nameOf(tile, drawing));
    } else group.setAttribute("aria-hidden", "true");
    group.append(boxOf(tile), ...labelsOf(tile));
    return group;
  });
}

function nameOf({ entry }: Tile, drawing: Drawing): string {
  const { path, size, lines } = noteOn(entry, drawing);
  return [`${path}${entry.isFolder ? ", folder" : ""}, ${size}`, ...lines].join(". ");
}

function boxOf({ x, y, width, height }: Tile): SVGElement {
  return shape("rect", { x, y, width, height, rx: width > 12 && height > 12 ? 2 : 0 });
}

/** The size of a label's letters, in pixels; bigger in a big box. */
interface Letters {
  readonly kind: "" | "big ";
  readonly line: number;
  readonly letter: number;
}

const SMALL: Letters = { kind: "", line: 14, letter: 6.7 };
const BIG: Letters = { kind: "big ", line: 20, letter: 9.2 };

/** Returns the name and below it the size, as far as they fit. */
function labelsOf(tile: Tile): SVGElement[] {
  const { entry, label, width, height, isOpen } = tile;
  const name = entry.isFolder ? `${label}/` : label;
  if (isOpen) return tile.hasTitle ? titleOf(tile, name) : [];
  const size = humanSize(entry.bytes);
  const fitsBig = height >= 64 && columnsOf(name) * BIG.letter <= width - 2 * INSET;
  const { kind, line, letter } = fitsBig && width >= 110 ? BIG : SMALL;
  const columns = Math.floor((width - 2 * INSET) / letter);
  const [x, y] = [tile.x + INSET, tile.y + line - 1];
  const shown = height >= line + 2 ? fitted(name, columns) : "";
  if (shown === "") return [];
  const below = height >= 2 * line + 2 && size.length <= columns;
  return [
    text(shown, { x, y }, `${kind}name`),
    ...(below ? [text(size, { x, y: y + line }, `${kind}size`)] : []),
  ];
}

function titleOf({ entry, x, y, width }: Tile, name: string): SVGElement[] {
  const columns = Math.floor((width - 2 * INSET) / SMALL.letter);
  const size = humanSize(entry.bytes);
  const at = { x: x + INSET, y: y + SMALL.line - 1 };
  const sized = columnsOf(name) + size.length + 2 <= columns;
  return [
    text(fitted(name, columns), at, "name"),
    ...(sized ? [text(size, { x: x + width - INSET, y: at.y }, "size end")] : []),
  ];
}

function text(content: string, at: { readonly x: number; readonly y: number }, kind: string): SVGElement {
  return shape("text", { ...at, class: kind }, content);
}

/** Returns the beginning of a name that fits; empty if only a few letters fit. */
function fitted(name: string, columns: number): string {
  if (columnsOf(name) <= columns) return name;
  let used = 1;
  let kept = "";
  for (const letter of name) {
    used += columnsOf(letter);
    if (used > columns) break;
    kept += letter;
  }
  return kept.length < 4 ? "" : `${kept}…`;
}

/** Letters of non-European scripts count twice, because most of them are twice as wide. */
function columnsOf(text: string): number {
  let columns = 0;
  for (const letter of text) columns += (letter.codePointAt(0) ?? 0) < 0x1100 ? 1 : 2;
  return columns;
}
