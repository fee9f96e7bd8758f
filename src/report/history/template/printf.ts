import { type ByteString, decodeUtf8, encodeUtf8 } from "../byte-string.js";
import { unsupported } from "./fault.js";
import { quote } from "./quote.js";
import { display, textValue, type Value } from "./value.js";

interface Verb {
  readonly letter: string;
  readonly flags: string;
  readonly width: number;
  /** The maximum number of characters of a string; `null` for all. */
  readonly precision: number | null;
}

const VERB = /%([-+# 0]*)(\d*)(?:\.(\d*))?([^\d.]?)/gsu;
const VERBS = new Set(["s", "q", "v", "d"]);
const WIDEST = 1_000_000;

/**
 * Works like Go's `fmt.Sprintf` with `%s %q %v %d %%`, a width, `-`, `0` before whole numbers and a precision
 * for texts. Wrong arguments are printed as Go does: `%!d(string=x)`, `%!s(MISSING)`, `%!(EXTRA int=1)`.
 */
export function printf(format: ByteString, args: readonly Value[]): ByteString {
  let used = 0;
  const out = format.replace(VERB, (directive, flags, width, precision, letter) => {
    if (letter === "%") return "%";
    if (letter === "") return "%!(NOVERB)";
    if (!VERBS.has(letter)) return unsupported(`printf's ${decodeUtf8(directive)}`);
    const arg = args[used];
    used += 1;
    if (arg === undefined) return `%!${letter}(MISSING)`;
    const verb = {
      letter,
      flags,
      width: Number(width),
      precision: precision === undefined ? null : Number(precision),
    };
    return formatValue(arg, checked(verb, directive));
  });
  const extra = args.slice(used).map((arg) => `${typeName(arg)}=${display(arg)}`);
  return extra.length > 0 ? `${out}%!(EXTRA ${extra.join(", ")})` : out;
}

function checked(verb: Verb, directive: string): Verb {
  if (/[+# ]/.test(verb.flags) || verb.width > WIDEST)
    return unsupported(`printf's ${decodeUtf8(directive)}`);
  return verb;
}

function formatValue(value: Value, verb: Verb): ByteString {
  if (value.kind === "list")
    return `[${value.value.map((item) => formatValue(textValue(item), verb)).join(" ")}]`;
  const { letter } = verb;
  if (value.kind === "string") return letter === "d" ? mismatch(value, verb) : formatText(value.value, verb);
  if (letter === "v" || (letter === "d" && value.kind === "int")) return formatPlain(value, verb);
  if (letter === "q" && value.kind === "int") return unsupported("printf's %q of a number");
  return mismatch(value, verb);
}

function mismatch(value: Value, verb: Verb): ByteString {
  return `%!${verb.letter}(${typeName(value)}=${formatValue(value, { ...verb, letter: "v" })})`;
}

function formatText(bytes: ByteString, verb: Verb): ByteString {
  const { letter, flags, precision } = verb;
  if (flags.includes("0")) return unsupported("printf's flag 0 for a text");
  const shown = precision === null ? bytes : firstCharacters(bytes, precision);
  return pad(letter === "q" ? quote(shown) : shown, verb);
}

/**
 * The bytes before the cut never change, also if they are not UTF-8: then each byte counts as one character.
 */
function firstCharacters(bytes: ByteString, count: number): ByteString {
  const characters = [...decodeUtf8(bytes)];
  if (characters.length <= count) return bytes;
  let end = 0;
  for (const character of characters.slice(0, count)) {
    const encoded = encodeUtf8(character);
    end += bytes.startsWith(encoded, end) ? encoded.length : 1;
  }
  return bytes.slice(0, end);
}

function formatPlain(value: Value, verb: Verb): ByteString {
  const shown = display(value);
  if (verb.precision !== null) return unsupported("printf's precision for a number");
  if (value.kind === "bool" || !verb.flags.includes("0") || verb.flags.includes("-")) return pad(shown, verb);
  const sign = shown.startsWith("-") ? "-" : "";
  return sign + shown.slice(sign.length).padStart(verb.width - sign.length, "0");
}

function pad(bytes: ByteString, { flags, width }: Verb): ByteString {
  const filling = " ".repeat(Math.max(0, width - [...decodeUtf8(bytes)].length));
  return flags.includes("-") ? bytes + filling : filling + bytes;
}

function typeName({ kind }: Value): string {
  return kind === "list" ? "[]string" : kind;
}
