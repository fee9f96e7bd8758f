import { element } from "./dom.js";
import type { Note } from "./tree-words.js";

const GAP = 14;

/**
 * The box with details about the tile at the pointer or the focus. For screen readers, the tile's name has
 * the same words.
 */
export class Tooltip {
  readonly #box = element("div", { class: "tooltip", "aria-hidden": "true", hidden: "" });

  constructor() {
    document.body.append(this.#box);
  }

  /** Shows a note beside a point of the window. */
  show({ path, size, lines }: Note, at: { readonly x: number; readonly y: number }): void {
    this.#box.replaceChildren(
      element("code", {}, path),
      element("strong", {}, size),
      ...lines.map((line) => element("span", {}, line)),
    );
    this.#box.hidden = false;
    const { width, height } = this.#box.getBoundingClientRect();
    const { clientWidth, clientHeight } = document.documentElement;
    const right = at.x + GAP + width > clientWidth ? at.x - GAP - width : at.x + GAP;
    const below = at.y + GAP + height > clientHeight ? at.y - GAP - height : at.y + GAP;
    this.#box.style.left = `${Math.max(Math.min(right, clientWidth - width - 4), 4)}px`;
    this.#box.style.top = `${Math.max(below, 4)}px`;
  }

  hide(): void {
    this.#box.hidden = true;
  }
}
