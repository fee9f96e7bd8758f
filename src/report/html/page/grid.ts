import { byId, element } from "./dom.js";

type Key<Row> = (row: Row) => string | number;

export interface GridOptions<Row> {
  readonly rows: readonly Row[];
  /** The sort key of each heading. */
  readonly keys: readonly Key<Row>[];
  /** Returns the text that is searched. */
  text(row: Row): string;
  draw(row: Row): HTMLElement;
}

const FIRST_ROWS = 25;
const MORE_ROWS = 100;

/**
 * The table `<name>` of many rows: searched by `<name>-search`, sorted by its headings. `<name>-more` shows a
 * hundred more rows, `<name>-count` has the number of rows. A row matches if it contains every word of the
 * search.
 */
export class Grid<Row> {
  readonly #options: GridOptions<Row>;
  readonly #body: HTMLElement;
  readonly #count: HTMLElement;
  readonly #more: HTMLElement;
  readonly #headings: readonly HTMLElement[];
  /** The searched text, in lower case; `null` before the first search. */
  #texts: readonly string[] | null = null;
  /** All rows in the chosen order, by their indexes. */
  #order: readonly number[];
  #words: readonly string[] = [];
  #shown = FIRST_ROWS;

  constructor(name: string, options: GridOptions<Row>) {
    this.#options = options;
    this.#order = [...options.rows.keys()];
    this.#body = byId(`${name}-rows`);
    this.#count = byId(`${name}-count`);
    this.#more = byId(`${name}-more`);
    this.#headings = [...byId(name).querySelectorAll<HTMLElement>("thead th")];
    const search = byId(`${name}-search`);
    search.addEventListener("input", () => search instanceof HTMLInputElement && this.#search(search.value));
    this.#more.addEventListener("click", () => this.#showMore());
    for (const [at, key] of options.keys.entries()) {
      const heading = this.#headings[at];
      const button = element("button", { type: "button" }, ...heading.childNodes);
      heading.replaceChildren(button);
      button.addEventListener("click", () => this.#sort(heading, key));
    }
    this.#draw();
  }

  #search(text: string): void {
    this.#words = text.toLowerCase().split(/\s+/).filter(Boolean);
    this.#shown = FIRST_ROWS;
    this.#draw();
  }

  #sort(heading: HTMLElement, keyOf: Key<Row>): void {
    const up = heading.getAttribute("aria-sort") !== "ascending";
    for (const other of this.#headings) other.removeAttribute("aria-sort");
    heading.setAttribute("aria-sort", up ? "ascending" : "descending");
    const keyed = this.#options.rows.map((row, place) => ({ place, key: keyOf(row) }));
    keyed.sort((a, b) => (up ? 1 : -1) * (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
    this.#order = keyed.map(({ place }) => place);
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

  #found(): readonly number[] {
    if (this.#words.length === 0) return this.#order;
    const { rows, text } = this.#options;
    this.#texts ??= rows.map((row) => text(row).toLowerCase());
    const texts = this.#texts;
    return this.#order.filter((place) => this.#words.every((word) => texts[place].includes(word)));
  }

  #draw(): void {
    const { rows, draw } = this.#options;
    const found = this.#found();
    const shown = found.slice(0, this.#shown);
    this.#body.replaceChildren(...shown.map((place) => draw(rows[place])));
    this.#more.hidden = found.length <= shown.length;
    const of = found.length === rows.length ? "" : `, of ${rows.length.toLocaleString("en")}`;
    this.#count.textContent = `${shown.length.toLocaleString("en")} of ${found.length.toLocaleString("en")} rows${of}`;
  }
}
