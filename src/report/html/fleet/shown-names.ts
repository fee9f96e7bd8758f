import { escapeText } from "../../../text/escape.js";
import { cutLetters } from "../cut-letters.js";
import { html, type Markup } from "../markup.js";

const LETTERS = 200;

/** Returns a name from an image or a list as text of the page. */
export function shownName(name: string): string {
  return cutLetters(escapeText(name), LETTERS);
}

/** Returns the name of a base image. If it has no name, the first digits of its digest. */
export function shownBase(name: string): string {
  return /^sha256:[0-9a-f]{64}$/.test(name) ? `${name.slice(0, 19)}…` : shownName(name);
}

/** Like `shownName`, as code. */
export function nameCode(name: string): Markup {
  return html`<code>${shownName(name)}</code>`;
}
