import { byId, element, shape } from "./dom.js";
import { drawTiles } from "./draw-tiles.js";
import { type PageEntry, pageEntryPath, withParents } from "./page-entry.js";
import { layOutTiles, type Tile } from "./tile-layout.js";
import type { Tooltip } from "./tooltip.js";
import { noteOn, sizeWords, type TreeWords } from "./tree-words.js";

export interface TreemapOptions {
  readonly root: PageEntry;
  readonly words: TreeWords;
  readonly tooltip: Tooltip;
  /** Called with each folder that the map shows. */
  onFolder(folder: PageEntry): void;
}

/**
 * A treemap in the element `<name>-map`. The path of its folder is in `<name>-way`, a description for screen
 * readers in `<name>-now`. A click or enter opens a folder, escape opens the parent folder, arrows move to
 * the next box.
 */
export class Treemap {
  readonly #frame: HTMLElement;
  readonly #svg = shape("svg", { class: "treemap", role: "group" });
  readonly #way: HTMLElement;
  readonly #now: HTMLElement;
  readonly #options: TreemapOptions;
  #folder: PageEntry;
  #tiles: readonly Tile[] = [];
  readonly #ring = shape("rect", { class: "ring", rx: 2 });
  #lit: string | null = null;
  #drawn = { width: 0, height: 0 };
  /** The entry that has the focus, or gets it when the map is focused. */
  #at: PageEntry | null = null;

  constructor(name: string, options: TreemapOptions) {
    this.#options = options;
    this.#folder = options.root;
    this.#frame = byId(`${name}-map`);
    this.#way = byId(`${name}-way`);
    this.#now = byId(`${name}-now`);
    this.#frame.append(this.#svg);
    this.#svg.addEventListener("click", (event) => this.#onClick(event));
    this.#svg.addEventListener("keydown", (event) => this.#onKey(event));
    this.#svg.addEventListener("pointermove", (event) => this.#onPoint(event));
    this.#svg.addEventListener("pointerleave", () => this.#options.tooltip.hide());
    this.#svg.addEventListener("focusin", (event) => this.#onFocus(event));
    this.#svg.addEventListener("focusout", () => this.#options.tooltip.hide());
    this.show(this.#folder);
    new ResizeObserver(() => this.#onResize()).observe(this.#frame);
  }

  /** Shows a folder's map. */
  show(folder: PageEntry, { focus = null }: { readonly focus?: PageEntry | "first" | null } = {}): void {
    this.#options.tooltip.hide();
    this.#folder = folder;
    this.#at = focus === "first" ? null : focus;
    this.#draw();
    this.#drawWay();
    const { root } = this.#options;
    this.#now.textContent = `${pageEntryPath(folder)}: ${sizeWords(folder, root)} in ${folder.files.toLocaleString("en")} files`;
    this.#options.onFolder(folder);
    if (focus !== null) this.#svg.querySelector<SVGElement>('[tabindex="0"]')?.focus();
    if (folder !== root && !matchMedia("(prefers-reduced-motion: reduce)").matches)
      this.#svg.animate({ opacity: [0.25, 1] }, 180);
  }

  /** Highlights a group of the legend; `null` highlights none. */
  light(group: string | null): void {
    this.#lit = group;
    for (const tile of this.#svg.querySelectorAll<SVGElement>(".tile"))
      tile.classList.toggle("dim", group !== null && tile.dataset.group !== group);
  }

  #draw(): void {
    const { clientWidth: width, clientHeight: height } = this.#frame;
    this.#drawn = { width, height };
    if (width === 0 || height === 0) return;
    this.#tiles = layOutTiles(this.#folder, { width, height });
    this.#svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
    this.#svg.setAttribute("aria-label", this.#label());
    const { root: whole, words } = this.#options;
    const hasFocus = this.#svg.contains(document.activeElement);
    this.#svg.replaceChildren(...drawTiles(this.#tiles, { whole, words }), this.#ring);
    if (this.#lit !== null) this.light(this.#lit);
    const at = this.#tiles.find(({ entry }) => entry === this.#at) ?? this.#tiles[0];
    this.#reach(at, { focus: hasFocus && at !== undefined });
  }

  /** The observer also calls this when it starts. */
  #onResize(): void {
    const { clientWidth: width, clientHeight: height } = this.#frame;
    if (width !== this.#drawn.width || height !== this.#drawn.height) this.#draw();
  }

  #label(): string {
    return `Treemap of ${pageEntryPath(this.#folder)}. Arrow keys move between boxes, enter opens a folder, escape opens the parent folder. The table beside the map has the same data.`;
  }

  /** Makes a tile the one that the tab key focuses. */
  #reach(tile: Tile | undefined, { focus }: { readonly focus: boolean }): void {
    this.#svg.querySelector('[tabindex="0"]')?.setAttribute("tabindex", "-1");
    if (tile === undefined) return;
    this.#at = tile.entry;
    const group = this.#svg.querySelector<SVGElement>(`[data-tile="${this.#tiles.indexOf(tile)}"]`);
    group?.setAttribute("tabindex", "0");
    const { x, y, width, height } = tile;
    for (const [name, value] of Object.entries({ x, y, width, height }))
      this.#ring.setAttribute(name, String(value));
    if (focus) group?.focus();
  }

  #drawWay(): void {
    const way = withParents(this.#folder);
    const steps = way.map((entry, at) => {
      const name = entry.parent === null ? "/" : entry.name;
      if (at === way.length - 1)
        return element("li", {}, element("span", { "aria-current": "location" }, name));
      const button = element("button", { type: "button" }, name);
      button.addEventListener("click", () => this.show(entry, { focus: way[at + 1] }));
      return element("li", {}, button);
    });
    this.#way.replaceChildren(...steps);
  }

  #tileOf(event: Event): Tile | undefined {
    const group = event.target instanceof Element ? event.target.closest("[data-tile]") : null;
    return group instanceof SVGElement ? this.#tiles[Number(group.dataset.tile)] : undefined;
  }

  #onClick(event: Event): void {
    const tile = this.#tileOf(event);
    if (tile !== undefined) this.#enter(tile.entry, { focus: null });
  }

  /** Opens a folder; for a file, the folder that contains it. */
  #enter(entry: PageEntry, { focus }: { readonly focus: "first" | null }): void {
    const folder = entry.isFolder ? entry : entry.parent;
    if (folder !== null && folder !== this.#folder) this.show(folder, { focus });
  }

  #onKey(event: KeyboardEvent): void {
    const tile = this.#tileOf(event);
    if (tile === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
    const own = this.#tiles.filter(({ depth }) => depth === 1);
    const next = neighbour(own, tile, event.key);
    if (next !== null) this.#reach(next, { focus: true });
    else if (event.key === "Enter" || event.key === " ") this.#enter(tile.entry, { focus: "first" });
    else if (event.key === "Escape" || event.key === "Backspace") this.#leave();
    else if (!event.key.startsWith("Arrow")) return;
    event.preventDefault();
  }

  #leave(): void {
    // A folder with only one folder in it has no box of its own.
    let from = this.#folder;
    while (from.parent !== null && from.parent.parent !== null && from.parent.children.length === 1)
      from = from.parent;
    if (from.parent !== null) this.show(from.parent, { focus: this.#folder });
  }

  #onPoint(event: PointerEvent): void {
    const tile = this.#tileOf(event);
    const { tooltip, root: whole, words } = this.#options;
    if (tile === undefined) tooltip.hide();
    else tooltip.show(noteOn(tile.entry, { whole, words }), { x: event.clientX, y: event.clientY });
  }

  #onFocus(event: FocusEvent): void {
    const tile = this.#tileOf(event);
    if (tile === undefined || !(event.target instanceof Element) || !event.target.matches(":focus-visible"))
      return;
    const { tooltip, root: whole, words } = this.#options;
    const { left, top } = this.#frame.getBoundingClientRect();
    const at = { x: left + tile.x + tile.width / 2, y: top + tile.y + Math.min(tile.height, 40) };
    tooltip.show(noteOn(tile.entry, { whole, words }), at);
  }
}

type Box = Pick<Tile, "x" | "y" | "width" | "height">;

/**
 * Returns the box to which an arrow key moves from another box: the nearest one on that side. Boxes straight
 * ahead come before boxes beside the way. Home and end move to the first and the last box.
 * @returns `null` for any other key, or if there is no box on that side.
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
  /** The distance from edge to edge; negative if the box is not on that side. */
  ahead(from: Box, box: Box): number;
  /** The distance of a box from the straight way; 0 if they overlap. */
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
