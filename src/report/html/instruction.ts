import type { Image } from "../../image/image.js";
import { entryOfLayer, instructionText } from "../../image/instruction.js";
import { type Content, html, type Markup } from "./markup.js";

/** Letters of an instruction that stand there without a click. */
const SHOWN = 160;

/** What all instructions of the page may take together, so that a history of megabytes fits into it. */
const ALL_LETTERS = 200_000;

/** An instruction as code; a long one unfolds, and one that is longer than the page has room for is cut. */
export function instructionCode(createdBy: string | null, { most }: { readonly most: number }): Markup {
  const text = cutText(instructionText(createdBy), most);
  if (text.length <= SHOWN) return html`<code>${text}</code>`;
  return html`<details><summary><code>${cutText(text, SHOWN)}</code></summary><code>${text}</code></details>`;
}

/** Letters that one of so many instructions may have. */
export function lettersEach(count: number): number {
  return Math.min(Math.max(Math.floor(ALL_LETTERS / Math.max(count, 1)), 80), 20_000);
}

/** `layer 3 RUN make install`, the instruction as code. */
export function layerPhrase(image: Image, layer: number, tone: string): Content {
  const instruction = instructionText(entryOfLayer(image, layer)?.createdBy ?? null);
  return html`<span class="swatch ${tone}"></span>layer ${layer} <code>${cutText(instruction, SHOWN)}</code>`;
}

/** As much of a text as `letters` are, whole characters. */
export function cutText(text: string, letters: number): string {
  if (text.length <= letters) return text;
  return `${text.slice(0, letters - 1).replace(/[\ud800-\udbff]$/, "")}…`;
}
