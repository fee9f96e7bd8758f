import { type ByteString, encodeUtf8, mapBytes } from "../byte-string.js";
import { refuse } from "./fault.js";
import type { Value } from "./value.js";

/**
 * Returns a value as docker's `json` prints it: compact. `<`, `>` and `&` are escaped only in a whole row.
 */
export function json(value: Value): ByteString {
  switch (value.kind) {
    case "string":
      return jsonString(value.value);
    case "list":
      return `[${value.value.map(jsonString).join(",")}]`;
    case "scope":
      return value.value.json() ?? refuse("wrong type for value: expected string, got the whole row");
    default:
      return String(value.value);
  }
}

/** Returns a row as `{{json .}}` prints it: keys in the given order, `<`, `>` and `&` escaped for HTML. */
export function jsonRow(fields: readonly (readonly [name: string, value: ByteString])[]): ByteString {
  const members = fields.map(([name, value]) => `${jsonString(name)}:${jsonString(value)}`);
  return `{${members.join(",")}}`.replace(/[<>&]/g, escapeUnit);
}

/** Rule: Go's `encoding/json`. A byte that is not UTF-8 is written as the six characters `\ufffd`. */
function jsonString(bytes: ByteString): ByteString {
  const valid = (text: string) =>
    JSON.stringify(text)
      .slice(1, -1)
      .replace(/[\u2028\u2029]/g, escapeUnit);
  return encodeUtf8(`"${mapBytes(bytes, valid, () => "\\ufffd")}"`);
}

function escapeUnit(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`;
}
