import { humanSize } from "../../../text/bytes.js";
import { shape } from "./dom.js";
import type { Entry } from "./entry.js";
import type { Tile } from "./layout.js";
import { noteOn, type Words } from "./words.js";

const LINE_PIXELS = 14;
const LETTER_PIXELS = 6.6;
const INSET = 4;

interface Drawing {
  readonly whole: Entry;
  readonly words: Words;
}

/** The tiles as shapes, each with its place in `data-tile`; those of the map's own folder can have the focus. */
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

/** The name, and below it the size, as far as they fit. */
function labelsOf(tile: Tile): SVGElement[] {
  const { entry, label, x, y, width, height, isOpen, hasTitle } = tile;
  if (width < 34 || height < LINE_PIXELS + 2 || (isOpen && !hasTitle)) return [];
  const room = width - 2 * INSET;
  const name = entry.isFolder ? `${label}/` : label;
  const size = humanSize(entry.bytes);
  const at = { x: x + INSET, y: y + LINE_PIXELS - 1 };
  const both = (columnsOf(name) + size.length + 2) * LETTER_PIXELS;
  if (isOpen) {
    const sized = both <= room ? [text(size, { x: x + width - INSET, y: at.y }, "size end")] : [];
    return [text(fitted(name, room), at, "name"), ...sized];
  }
  const below = height >= 2 * LINE_PIXELS + 2 && size.length * LETTER_PIXELS <= room;
  const shown = fitted(name, room);
  const lines = shown === "" ? [] : [text(shown, at, "name")];
  return below ? [...lines, text(size, { x: at.x, y: at.y + LINE_PIXELS }, "size")] : lines;
}

function text(content: string, at: { readonly x: number; readonly y: number }, kind: string): SVGElement {
  return shape("text", { ...at, class: kind }, content);
}

/** As much of a name as fits, nothing where that would be a letter or two. */
function fitted(name: string, pixels: number): string {
  const columns = Math.floor(pixels / LETTER_PIXELS);
  if (columnsOf(name) <= columns) return name;
  let used = 1;
  let kept = "";
  for (const letter of name) {
    used += columnsOf(letter);
    if (used > columns) break;
    kept += letter;
  }
  return kept.length < 3 ? "" : `${kept}…`;
}

/** Letters beyond the European scripts count twice: most of them are as wide. */
function columnsOf(text: string): number {
  let columns = 0;
  for (const letter of text) columns += (letter.codePointAt(0) ?? 0) < 0x1100 ? 1 : 2;
  return columns;
}
