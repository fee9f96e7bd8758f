import { escapeText, type Printable } from "./escape.js";
import { textColumns } from "./width.js";

/**
 * Returns the text with characters that take no column of their own as `\u{hhhh}`: zero-width spaces, soft
 * hyphens, marks without a letter. They are legal in names, but they make different names look the same, and
 * Ink gives each of them a cell. Joiners and marks within a character stay unchanged.
 */
export function withoutInvisible(text: Printable): Printable {
  if (!/[\p{Default_Ignorable_Code_Point}\p{Format}\p{Mark}]/u.test(text)) return text;
  const parts = [...new Intl.Segmenter().segment(text)].map(({ segment }) =>
    textColumns(segment) === 0 ? [...segment].map(code).join("") : segment,
  );
  return escapeText(parts.join(""));
}

function code(character: string): string {
  return `\\u{${(character.codePointAt(0) ?? 0).toString(16).padStart(4, "0")}}`;
}
