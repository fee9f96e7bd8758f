import { byId, element } from "./dom.js";

export interface Column<Row> {
  /** The place of the heading that sorts by it. */
  readonly heading: number;
  compare(a: Row, b: Row): number;
}

export interface GridOptions<Row> {
  readonly rows: readonly Row[];
  readonly columns: readonly Column<Row>[];
  /** What is searched, in lower case. */
  text(row: Row): string;
  draw(row: Row): HTMLElement;
}

const FIRST_ROWS = 25;
const MORE_ROWS = 100;

/**
 * The table `<name>` of many rows: searched by `<name>-search`, sorted by its headings, a hundred rows more at a time by
 * `<name>-more`; `<name>-count` says how many there are. Every word of a search has to be there.
 */
export class Grid<Row> {
  readonly #options: GridOptions<Row>;
  readonly #body: HTMLElement;
  readonly #count: HTMLElement;
  readonly #more: HTMLElement;
  readonly #headings: readonly HTMLElement[];
  #found: readonly Row[];
  #shown = FIRST_ROWS;
  #by: { readonly column: Column<Row>; readonly up: boolean } | null = null;

  constructor(name: string, options: GridOptions<Row>) {
    this.#options = options;
    this.#found = options.rows;
    this.#body = byId(`${name}-rows`);
    this.#count = byId(`${name}-count`);
    this.#more = byId(`${name}-more`);
    this.#headings = [...byId(name).querySelectorAll<HTMLElement>("thead th")];
    const search = byId(`${name}-search`);
    search.addEventListener("input", () => search instanceof HTMLInputElement && this.#search(search.value));
    this.#more.addEventListener("click", () => this.#showMore());
    for (const column of options.columns) {
      const heading = this.#headings[column.heading];
      const button = element("button", { type: "button" }, ...heading.childNodes);
      heading.replaceChildren(button);
      button.addEventListener("click", () => this.#sort(column));
    }
    this.#draw();
  }

  #search(text: string): void {
    const words = text.toLowerCase().split(/\s+/).filter(Boolean);
    const { rows, text: textOf } = this.#options;
    this.#found = rows.filter((row) => {
      const whole = textOf(row);
      return words.every((word) => whole.includes(word));
    });
    this.#shown = FIRST_ROWS;
    this.#draw();
  }

  #sort(column: Column<Row>): void {
    this.#by = { column, up: this.#by?.column === column ? !this.#by.up : true };
    for (const [at, heading] of this.#headings.entries()) {
      if (at === column.heading) heading.setAttribute("aria-sort", this.#by.up ? "ascending" : "descending");
      else heading.removeAttribute("aria-sort");
    }
    this.#shown = FIRST_ROWS;
    this.#draw();
  }

  #showMore(): void {
    const from = this.#shown;
    this.#shown += MORE_ROWS;
    this.#draw();
    const first = this.#body.children[from];
    if (!(first instanceof HTMLElement)) return;
    first.tabIndex = -1;
    first.focus();
  }

  #draw(): void {
    const by = this.#by;
    const sorted =
      by === null ? this.#found : this.#found.toSorted((a, b) => (by.up ? 1 : -1) * by.column.compare(a, b));
    const shown = sorted.slice(0, this.#shown);
    this.#body.replaceChildren(...shown.map((row) => this.#options.draw(row)));
    this.#more.hidden = sorted.length <= shown.length;
    const [all, found] = [this.#options.rows.length, sorted.length];
    const of = found === all ? "" : `, of ${all.toLocaleString("en")}`;
    this.#count.textContent = `${shown.length.toLocaleString("en")} of ${found.toLocaleString("en")} rows${of}`;
  }
}
