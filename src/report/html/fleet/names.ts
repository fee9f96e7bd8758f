import { escapeText } from "../../../text/escape.js";
import { cutLetters } from "../cut.js";
import { html, type Markup } from "../markup.js";

const LETTERS = 200;

/** A name from an image or a list, as text of the page. */
export function shownName(name: string): string {
  return cutLetters(escapeText(name), LETTERS);
}

/** As `shownName`, in code. */
export function nameCode(name: string): Markup {
  return html`<code>${shownName(name)}</code>`;
}
