import { escapeText, type Printable } from "../../text/escape.js";

const LONGEST = 500;

/** Returns the text of another program for a message: one line, escaped, at most 500 characters. */
export function quoted(text: string): Printable {
  const line = inOneLine(text);
  return escapeText(line.length > LONGEST ? `${line.slice(0, LONGEST - 1)}…` : line);
}

/** Returns the end of a program's output, for `quoted`: the reason of a failure is in its last lines. */
export function lastWords(text: string): string {
  const line = inOneLine(text);
  return line.length > LONGEST ? `…${line.slice(1 - LONGEST)}` : line;
}

function inOneLine(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}

/** Returns a URL for a message: without user, password and query, because a query can be a signature. */
export function shownUrl(url: URL): Printable {
  return quoted(`${url.protocol}//${url.host}${url.pathname}`);
}

const MOST_ERRORS = 3;

/**
 * Returns the error in a registry's answer, from its JSON or its plain text; `null` if it has no readable
 * text.
 */
export function errorWords(body: string): {
  readonly codes: readonly string[];
  readonly words: Printable | null;
} {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    const isPage = /^\s*</.test(body) || body.trim() === "";
    return { codes: [], words: isPage ? null : quoted(body) };
  }
  const errors = property(value, "errors");
  const listed = Array.isArray(errors) ? errors.slice(0, MOST_ERRORS) : [];
  const codes = listed.flatMap((error) => textOf(property(error, "code")) ?? []);
  const messages = listed.flatMap((error) => {
    const [code, message] = [textOf(property(error, "code")), textOf(property(error, "message"))];
    return code === null && message === null
      ? []
      : [[code, message].filter((part) => part !== null).join(": ")];
  });
  const single =
    textOf(property(value, "details")) ??
    textOf(property(value, "message")) ??
    textOf(property(value, "error"));
  const words = messages.length > 0 ? messages.join("; ") : single;
  return { codes, words: words === null ? null : quoted(words) };
}

function property(value: unknown, key: string): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, key) : undefined;
}

function textOf(value: unknown): string | null {
  return typeof value === "string" && value !== "" ? value : null;
}
