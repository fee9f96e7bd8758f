import { entryText } from "../../image/dockerfile/instruction.js";
import type { HistoryEntry } from "../../image/history.js";
import type { InstructionWords } from "../../words/finding-words.js";
import { cutLetters } from "./cut-letters.js";
import { type HtmlContent, html, type Markup } from "./markup.js";

/** The number of letters of an instruction that are visible without a click. */
const SHOWN = 160;

/**
 * Returns an instruction as code. A long one can be opened with a click. One that is too long for the page is
 * cut.
 */
export function instructionCode(
  entry: Pick<HistoryEntry, "createdBy" | "comment">,
  { most }: { readonly most: number },
): Markup {
  const text = cutLetters(entryText(entry), most);
  if (text.length <= SHOWN) return html`<code>${text}</code>`;
  return html`<details><summary><code>${cutLetters(text, SHOWN)}</code></summary><code>${text}</code></details>`;
}

/** Returns `written by layer 3 RUN make install`, with the instruction as code. */
export function instructionPhrase({ label, text }: InstructionWords, tone: string): HtmlContent {
  return html`<span class="swatch ${tone}"></span>${label} <code>${cutLetters(text, SHOWN)}</code>`;
}
