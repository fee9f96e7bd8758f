import { entryText } from "../../image/dockerfile/instruction.js";
import type { HistoryEntry } from "../../image/history.js";
import type { InstructionWords } from "../../words/finding-words.js";
import { cutLetters } from "./cut-letters.js";
import { type HtmlContent, html, type Markup } from "./markup.js";

/** Letters of an instruction that are visible without a click. */
const SHOWN = 160;

/** An instruction as code; a long one unfolds, and one that is longer than the page has room for is cut. */
export function instructionCode(
  entry: Pick<HistoryEntry, "createdBy" | "comment">,
  { most }: { readonly most: number },
): Markup {
  const text = cutLetters(entryText(entry), most);
  if (text.length <= SHOWN) return html`<code>${text}</code>`;
  return html`<details><summary><code>${cutLetters(text, SHOWN)}</code></summary><code>${text}</code></details>`;
}

/** `written by layer 3 RUN make install`, the instruction as code. */
export function instructionPhrase({ label, text }: InstructionWords, tone: string): HtmlContent {
  return html`<span class="swatch ${tone}"></span>${label} <code>${cutLetters(text, SHOWN)}</code>`;
}
