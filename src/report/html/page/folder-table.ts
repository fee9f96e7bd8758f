import { humanSize } from "../../../text/bytes.js";
import { byId, element } from "./dom.js";
import { isBelow, type PageEntry, pageEntryPath } from "./page-entry.js";
import type { TreeWords } from "./tree-words.js";

const MOST_ROWS = 40;
const BIGGEST_SHOWN = 12;
const LONGEST_PATH = 64;

export interface ContentsOptions {
  /** All leaves of the tree, the biggest first. */
  readonly leaves: readonly PageEntry[];
  readonly words: TreeWords;
  /** Called when the user opens a folder. */
  go(folder: PageEntry): void;
}

/**
 * Shows the map's folder as rows of the table `<name>-list`, the biggest first: the map as text. Below them,
 * in `<name>-biggest`, the biggest files in the folder and everything below it.
 */
export class FolderTable {
  readonly #list: HTMLElement;
  readonly #biggest: HTMLElement;
  readonly #options: ContentsOptions;

  constructor(name: string, options: ContentsOptions) {
    this.#list = byId(`${name}-list`);
    this.#biggest = byId(`${name}-biggest`);
    this.#options = options;
  }

  show(folder: PageEntry): void {
    const rest = folder.children.slice(MOST_ROWS);
    const rows = folder.children.slice(0, MOST_ROWS).map((entry) => this.#row(entry, folder));
    if (rest.length > 0) {
      const bytes = rest.reduce((sum, entry) => sum + entry.bytes, 0);
      const name = element("td", {}, `${rest.length.toLocaleString("en")} more`);
      rows.push(element("tr", {}, name, ...amounts(bytes, folder)));
    }
    this.#list.replaceChildren(...rows);
    const biggest: HTMLElement[] = [];
    for (const leaf of this.#options.leaves) {
      if (biggest.length === BIGGEST_SHOWN) break;
      if (!leaf.isRest && isBelow(leaf, folder)) biggest.push(this.#fileRow(leaf, folder));
    }
    this.#biggest.replaceChildren(...biggest);
  }

  /** Puts the focus on the first folder, if there is one. */
  focus(): void {
    this.#list.querySelector("button")?.focus();
  }

  #row(entry: PageEntry, folder: PageEntry): HTMLElement {
    const { name, isFolder, isRest, bytes } = entry;
    const cell = element("td", { class: "path" }, this.#swatch(entry));
    if (isFolder) {
      const button = element("button", { type: "button", class: "link" }, `${name}/`);
      button.addEventListener("click", () => this.#options.go(entry));
      cell.append(button);
    } else cell.append(element("span", {}, isRest ? `${name} files` : name));
    return element("tr", {}, cell, ...amounts(bytes, folder));
  }

  /** Returns the row of a file, with its path below the folder; only the end of a long path is shown. */
  #fileRow(file: PageEntry, folder: PageEntry): HTMLElement {
    const whole = pageEntryPath(file);
    const path = whole.slice(folder.parent === null ? 1 : pageEntryPath(folder).length + 1);
    const shown = path.length > LONGEST_PATH ? `…${path.slice(1 - LONGEST_PATH)}` : path;
    const cell = element(
      "td",
      { class: "path", title: whole },
      this.#swatch(file),
      element("span", {}, shown),
    );
    return element("tr", {}, cell, ...amounts(file.bytes, folder));
  }

  #swatch({ tag }: PageEntry): HTMLElement {
    return element("span", { class: `swatch ${this.#options.words.tone(tag)}` });
  }
}

/** Returns cells with bytes, and their share of a folder's bytes. */
function amounts(bytes: number, folder: PageEntry): HTMLElement[] {
  const percent = folder.bytes === 0 ? 0 : (bytes / folder.bytes) * 100;
  return [
    element("td", { class: "number" }, humanSize(bytes)),
    element("td", { class: "number" }, percent > 0 && percent < 0.1 ? "<0.1%" : `${percent.toFixed(1)}%`),
  ];
}
