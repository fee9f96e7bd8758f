/**
 * The value of `key` in a JSON object: keys match without regard to case, `null` is absent, and where several
 * match the last one counts. `undefined` if there is none. Source: Go's encoding/json, as Docker reads configs.
 */
export function field(object: unknown, key: string): unknown {
  if (typeof object !== "object" || object === null || Array.isArray(object)) return undefined;
  let found: unknown;
  for (const [name, value] of Object.entries(object)) {
    if (value !== null && (name === key || (name.length === key.length && fold(name) === fold(key))))
      found = value;
  }
  return found;
}

/** Upper case first: `ſ` and the Kelvin sign count as `s` and `k`. */
function fold(text: string): string {
  return text.toUpperCase().toLowerCase();
}

/** A string, with lone surrogates as U+FFFD; `null` for anything else. */
export function text(value: unknown): string | null {
  return typeof value === "string" ? value.replace(/\p{Cs}/gu, "\ufffd") : null;
}

/** A list of strings; `null` for anything else. */
export function texts(value: unknown): string[] | null {
  if (!Array.isArray(value)) return null;
  const all = value.map(text).filter((item) => item !== null);
  return all.length === value.length ? all : null;
}
