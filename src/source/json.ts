import { escapeText, type Printable } from "../text/escape.js";
import { mapUtf8 } from "../text/utf8.js";

export type JsonObject = { readonly [key: string]: unknown };

/**
 * Parses a JSON document from its bytes. Each byte that is not UTF-8 becomes one U+FFFD, as in Go.
 * @throws SyntaxError
 */
export function parseJson(bytes: Buffer): unknown {
  return JSON.parse(
    mapUtf8(
      bytes,
      (text) => text,
      () => "\ufffd",
    ).replace(/^\ufeff/, ""),
  );
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Returns why a document is not JSON: the parser's words, which may quote the document. */
export function syntaxReason(error: SyntaxError): Printable {
  return escapeText(error.message.slice(0, 200));
}
