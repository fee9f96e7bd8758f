import { encodeUtf8 } from "../byte-string.js";
import { refuse, unsupported } from "./fault.js";
import { unquote } from "./quote.js";
import { textValue, type Value } from "./value.js";

/** A token between `{{` and `}}`. */
export type TemplateToken =
  | { readonly type: "space" | "dot" | "pipe" | "open" | "close" }
  | { readonly type: "field" | "name"; readonly name: string }
  | { readonly type: "literal"; readonly value: Value };

/** Reads the first token of `source`. Rule: Go's `text/template/parse`, `lexInsideAction`. */
export function readToken(source: string): { token: TemplateToken; length: number } {
  for (const [pattern, read] of TOKENS) {
    const match = pattern.exec(source);
    if (match !== null) return { token: read(match[0]), length: match[0].length };
  }
  return noToken(source);
}

const TOKENS: readonly (readonly [pattern: RegExp, read: (source: string) => TemplateToken])[] = [
  // The last space before `-}}` is part of `-}}`.
  [/^(?:[ \t\r\n](?!-\}\}))+/, () => ({ type: "space" })],
  // ASCII names come first, because they need no Unicode tables: loading them takes 4 ms.
  [/^\.[A-Za-z_]\w*(?![\w\u0080-\uffff])/, (source) => ({ type: "field", name: source.slice(1) })],
  [/^[A-Za-z_]\w*(?![\w\u0080-\uffff])/, name],
  [/^\.[\p{L}_][\p{L}\p{Nd}_]*/u, (source) => ({ type: "field", name: source.slice(1) })],
  [/^[+-]?\.?\d(?:[eE][+-]|[\p{L}\p{Nd}_.])*/u, (source) => literal(numberValue(source))],
  [/^[\p{L}_][\p{L}\p{Nd}_]*/u, name],
  [/^"(?:[^"\\\n]|\\[^\n])*"/, (source) => literal(textValue(unquote(source)))],
  // Go removes carriage returns from raw strings.
  [/^`[^`]*`/, (source) => literal(textValue(encodeUtf8(source.slice(1, -1).replaceAll("\r", ""))))],
  [/^\./, () => ({ type: "dot" })],
  [/^\|/, () => ({ type: "pipe" })],
  [/^\(/, () => ({ type: "open" })],
  [/^\)/, () => ({ type: "close" })],
];

// Parts of Go's template language that are not supported.
const KEYWORDS = new Set([
  "block",
  "break",
  "continue",
  "define",
  "else",
  "end",
  "if",
  "nil",
  "range",
  "template",
  "with",
]);

function name(source: string): TemplateToken {
  if (KEYWORDS.has(source)) return unsupported(`"${source}"`);
  if (source !== "true" && source !== "false") return { type: "name", name: source };
  return literal({ kind: "bool", value: source === "true" });
}

function literal(value: Value): TemplateToken {
  return { type: "literal", value };
}

function noToken(source: string): never {
  const character = String.fromCodePoint(source.codePointAt(0) ?? 0);
  if (source === "") return refuse("unclosed action: {{ without }}");
  if (character === '"') return refuse("unterminated quoted string");
  if (character === "`") return refuse("unterminated raw quoted string");
  if (character === "$") return unsupported("a variable ($)");
  if (character === "'") return unsupported("a character constant");
  return refuse(`unexpected "${character}" between {{ and }}`);
}

const WHOLE = /^(?:0[xX][\da-fA-F]+|0[oO][0-7]+|0[bB][01]+|0|[1-9]\d*)$/;
const FRACTION = /^(?=.*[.eE])(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;
const OLD_OCTAL = /^0(?=[0-7]+$)/;
const DIGIT_SEPARATOR = /(?<=[\da-fA-FxXoObB])_(?=[\da-fA-F])/g;

/** Parses a number of Go's templates: `1`, `-0x1F`, `1_000`, `017`, `2.5e3`. */
function numberValue(source: string): Value {
  const sign = source.startsWith("-") ? -1 : 1;
  const digits = source.replace(/^[+-]/, "").replaceAll(DIGIT_SEPARATOR, "").replace(OLD_OCTAL, "0o");
  const value = Number(digits) * sign;
  if (WHOLE.test(digits)) {
    return Number.isSafeInteger(value)
      ? { kind: "int", value }
      : unsupported(`an integer as large as ${source}`);
  }
  return FRACTION.test(digits) ? { kind: "float64", value } : refuse(`bad number syntax: "${source}"`);
}
