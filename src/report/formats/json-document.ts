// `JSON.stringify` leaves these as they are; a terminal would not.
const UNSAFE = /[\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/** A value as one line of JSON that is safe on a terminal: what it would obey is written `\uhhhh`. */
export function jsonText(value: unknown): string {
  return safe(JSON.stringify(value));
}

/** A JSON document: two-space indent, a newline at its end, safe as `jsonText`. */
export function jsonDocument(value: unknown): string {
  return `${safe(JSON.stringify(value, null, 2))}\n`;
}

/** A value of a JSON document, for writers of long ones: its lines but the first indented by `indent` spaces. */
export function jsonPart(value: unknown, indent: number): string {
  return safe(JSON.stringify(value, null, 2)).replaceAll("\n", `\n${" ".repeat(indent)}`);
}

function safe(json: string): string {
  return json.replace(UNSAFE, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`);
}
