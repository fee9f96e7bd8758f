import type { ByteString } from "../byte-string.js";
import { decodeUtf8, encodeUtf8 } from "../byte-string.js";
import { refuse } from "./fault.js";
import { json } from "./json-value.js";
import { lower, title, upper } from "./letters.js";
import { printf } from "./printf.js";
import { asInt, asList, asString, display, textValue, type Value } from "./value.js";

/** The functions that a template may call, by name. */
export type Functions = ReadonlyMap<string, TemplateFunction>;

interface TemplateFunction {
  /** The minimum number of arguments. */
  readonly least: number;
  /** True if it accepts more arguments. */
  readonly variadic?: true;
  call(args: readonly Value[]): Value;
}

/** The functions for the fields of a row. Rule: docker/cli, `templates.basicFunctions`, and Go's own. */
export const ROW_FUNCTIONS: Functions = new Map<string, TemplateFunction>([
  ["json", { least: 1, call: ([value]) => textValue(json(value)) }],
  [
    "split",
    { least: 2, call: ([value, by]) => ({ kind: "list", value: split(asString(value), asString(by)) }) },
  ],
  ["join", { least: 2, call: ([list, by]) => textValue(asList(list).join(asString(by))) }],
  ["title", { least: 1, call: ([value]) => textValue(title(asString(value))) }],
  ["lower", { least: 1, call: ([value]) => textValue(lower(asString(value))) }],
  ["upper", { least: 1, call: ([value]) => textValue(upper(asString(value))) }],
  [
    "pad",
    {
      least: 3,
      call: ([value, before, after]) => textValue(pad(asString(value), asInt(before), asInt(after))),
    },
  ],
  ["truncate", { least: 2, call: ([value, bytes]) => textValue(truncate(asString(value), asInt(bytes))) }],
  ["print", { least: 0, variadic: true, call: (args) => textValue(print(args)) }],
  ["println", { least: 0, variadic: true, call: (args) => textValue(`${args.map(display).join(" ")}\n`) }],
  [
    "printf",
    { least: 1, variadic: true, call: ([format, ...args]) => textValue(printf(asString(format), args)) },
  ],
  ["len", { least: 1, call: ([value]) => ({ kind: "int", value: length(value) }) }],
]);

/**
 * The functions for the header of a table. Functions that would change the name of a column return it
 * unchanged.
 */
export const HEADER_FUNCTIONS: Functions = new Map([
  ...ROW_FUNCTIONS,
  ...["json", "title", "lower", "upper"].map((name) => [name, keep(() => undefined, 1)] as const),
  ...["split", "join"].map((name) => [name, keep(asString, 2)] as const),
  ["truncate", keep(asInt, 2)],
]);

function keep(check: (value: Value) => unknown, least: number): TemplateFunction {
  return {
    least,
    call([value, ...others]) {
      others.forEach(check);
      return textValue(asString(value));
    },
  };
}

/** Docker's functions that are not supported. */
export const OTHER_FUNCTIONS: ReadonlySet<string> = new Set([
  "and",
  "call",
  "eq",
  "ge",
  "gt",
  "html",
  "index",
  "js",
  "le",
  "lt",
  "ne",
  "not",
  "or",
  "slice",
  "urlquery",
]);

function split(bytes: ByteString, by: ByteString): ByteString[] {
  if (by !== "") return bytes.split(by);
  return [...decodeUtf8(bytes)].map(encodeUtf8);
}

const WIDEST = 1_000_000;

function pad(bytes: ByteString, before: number, after: number): ByteString {
  if (bytes === "") return "";
  for (const count of [before, after]) {
    if (count < 0 || count > WIDEST) return refuse(`error calling pad: ${count} is no number of spaces`);
  }
  return " ".repeat(before) + bytes + " ".repeat(after);
}

function truncate(bytes: ByteString, length: number): ByteString {
  return length < 0 ? refuse("error calling truncate: the length is negative") : bytes.slice(0, length);
}

/** Works like Go's `fmt.Sprint`: a space between two values that are not texts. */
function print(args: readonly Value[]): ByteString {
  const parts = args.map((arg, index) => {
    const parted = index > 0 && arg.kind !== "string" && args[index - 1].kind !== "string";
    return (parted ? " " : "") + display(arg);
  });
  return parts.join("");
}

function length(value: Value): number {
  if (value.kind === "string" || value.kind === "list") return value.value.length;
  return refuse(`error calling len: a value of type ${value.kind} has no length`);
}
