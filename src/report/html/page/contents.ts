import { humanSize } from "../../../text/bytes.js";
import { byId, element } from "./dom.js";
import type { Entry } from "./entry.js";
import type { Words } from "./words.js";

const MOST_ROWS = 60;

/** The map's folder as rows of the table `<name>-list`, the biggest first: what the map draws, in words. */
export class Contents {
  readonly #body: HTMLElement;
  readonly #words: Words;
  readonly #go: (folder: Entry) => void;

  constructor(name: string, { words, go }: { readonly words: Words; go(folder: Entry): void }) {
    this.#body = byId(`${name}-list`);
    this.#words = words;
    this.#go = go;
  }

  show(folder: Entry): void {
    const shown = folder.children.slice(0, MOST_ROWS);
    const rest = folder.children.slice(MOST_ROWS);
    const rows = shown.map((entry) => this.#row(entry, folder));
    if (rest.length > 0) {
      const bytes = rest.reduce((sum, entry) => sum + entry.bytes, 0);
      const name = element("td", {}, `${rest.length.toLocaleString("en")} more entries`);
      rows.push(element("tr", {}, name, element("td", { class: "number" }, humanSize(bytes)), element("td")));
    }
    this.#body.replaceChildren(...rows);
  }

  /** Puts the focus on the first folder, where there is one. */
  focus(): void {
    this.#body.querySelector("button")?.focus();
  }

  #row(entry: Entry, folder: Entry): HTMLElement {
    const name = element(
      "td",
      { class: "path" },
      element("span", { class: `swatch ${this.#words.tone(entry.tag)}` }),
    );
    if (entry.isFolder) {
      const button = element("button", { type: "button", class: "link" }, `${entry.name}/`);
      button.addEventListener("click", () => this.#go(entry));
      name.append(button);
    } else name.append(element("span", {}, entry.isRest ? `${entry.name} files` : entry.name));
    const share = folder.bytes === 0 ? 0 : entry.bytes / folder.bytes;
    return element(
      "tr",
      {},
      name,
      element("td", { class: "number" }, humanSize(entry.bytes)),
      element(
        "td",
        { class: "number" },
        share > 0 && share < 0.001 ? "<0.1%" : `${(share * 100).toFixed(1)}%`,
      ),
    );
  }
}
