// Characters that `JSON.stringify` does not escape, but that are unsafe on a terminal.
const UNSAFE = /[\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/** Returns a value as one line of JSON. Characters that are unsafe on a terminal are written as `\uhhhh`. */
export function jsonText(value: unknown): string {
  return safe(JSON.stringify(value));
}

/** Returns a JSON document: two-space indent, a newline at the end, safe like `jsonText`. */
export function jsonDocument(value: unknown): string {
  return `${safe(JSON.stringify(value, null, 2))}\n`;
}

/**
 * Returns a value within a long JSON document. All lines except the first are indented by `indent` spaces.
 */
export function jsonPart(value: unknown, indent: number): string {
  return safe(JSON.stringify(value, null, 2)).replaceAll("\n", `\n${" ".repeat(indent)}`);
}

function safe(json: string): string {
  return json.replace(UNSAFE, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`);
}
