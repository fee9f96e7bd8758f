/**
 * Returns the value of `key` in a JSON object. Case is ignored, `null` is absent, and the last of several
 * matching keys counts. `undefined` if there is none. Source: Go's encoding/json, as Docker reads configs.
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

/** Ignores case. Upper case comes first, so that `ſ` and the Kelvin sign are `s` and `k`. */
function fold(text: string): string {
  return text.toUpperCase().toLowerCase();
}

/** Returns a string, with lone surrogates as U+FFFD; `null` for anything else. */
export function text(value: unknown): string | null {
  return typeof value === "string" ? value.replace(/\p{Cs}/gu, "\ufffd") : null;
}

/** Returns a list of strings; `null` for anything else. */
export function texts(value: unknown): string[] | null {
  if (!Array.isArray(value)) return null;
  const all = value.map(text).filter((item) => item !== null);
  return all.length === value.length ? all : null;
}
