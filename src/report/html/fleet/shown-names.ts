import { escapeText } from "../../../text/escape.js";
import { cutLetters } from "../cut-letters.js";
import { html, type Markup } from "../markup.js";

const LETTERS = 200;

/** A name from an image or a list, as text of the page. */
export function shownName(name: string): string {
  return cutLetters(escapeText(name), LETTERS);
}

/** A base image without a name is known by a digest, of which a reader needs only the first digits. */
export function shownBase(name: string): string {
  return /^sha256:[0-9a-f]{64}$/.test(name) ? `${name.slice(0, 19)}…` : shownName(name);
}

/** As `shownName`, in code. */
export function nameCode(name: string): Markup {
  return html`<code>${shownName(name)}</code>`;
}
