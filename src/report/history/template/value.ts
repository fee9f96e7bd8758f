import type { ByteString } from "../byte-string.js";
import { refuse, unsupported } from "./fault.js";

/** The value of `.`: a row, or the names of its columns. */
export interface TemplateScope {
  /** Returns a field; `undefined` if there is no such field. */
  field(name: string): ByteString | undefined;
  /** Returns the output of `{{json .}}`; `null` for the header. */
  json(): ByteString | null;
}

/** The result of an expression. */
export type Value =
  | { readonly kind: "string"; readonly value: ByteString }
  | { readonly kind: "int"; readonly value: number }
  | { readonly kind: "float64"; readonly value: number }
  | { readonly kind: "bool"; readonly value: boolean }
  | { readonly kind: "list"; readonly value: readonly ByteString[] }
  | { readonly kind: "scope"; readonly value: TemplateScope };

export function textValue(value: ByteString): Value {
  return { kind: "string", value };
}

/** Returns a text. Throws a fault for any other value. */
export function asString(value: Value): ByteString {
  return value.kind === "string" ? value.value : mismatch("string", value);
}

/** Returns a whole number; `3.0` is a whole number, as in Go. */
export function asInt(value: Value): number {
  if (value.kind === "int") return value.value;
  return value.kind === "float64" && Number.isInteger(value.value) ? value.value : mismatch("int", value);
}

export function asList(value: Value): readonly ByteString[] {
  return value.kind === "list" ? value.value : mismatch("list of strings", value);
}

function mismatch(expected: string, { kind }: Value): never {
  return refuse(
    `wrong type for value: expected ${expected}, got ${kind === "scope" ? "the whole row" : kind}`,
  );
}

/** Returns a value as Go's `%v` prints it. */
export function display(value: Value): ByteString {
  switch (value.kind) {
    case "string":
      return value.value;
    case "list":
      return `[${value.value.join(" ")}]`;
    case "float64":
      return displayFloat(value.value);
    case "scope":
      return unsupported("printing the whole row with {{.}} (use {{json .}})");
    default:
      return String(value.value);
  }
}

/** Works like Go's shortest `%g`: an exponent of two digits below 1e-04 and from 1e+06. */
function displayFloat(value: number): string {
  const [mantissa, exponent] = value.toExponential().split("e");
  const power = Number(exponent);
  if (power >= -4 && power < 6) return String(value);
  return `${mantissa}e${power < 0 ? "-" : "+"}${String(Math.abs(power)).padStart(2, "0")}`;
}
