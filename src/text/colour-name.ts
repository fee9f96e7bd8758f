/** A colour: a number of the terminal's palette (0–255), or red, green and blue (0–255 each). */
export type Colour = { readonly palette: number } | { readonly rgb: readonly [number, number, number] };

/** The names of the terminal's first eight colours, in order. */
const NAMES = ["black", "red", "green", "yellow", "blue", "magenta", "cyan", "white"];

const COLOUR_NAMES: readonly string[] = [...NAMES, ...NAMES.map((name) => `bright-${name}`)];

/** The forms of `parseColour`, for messages. */
export const COLOUR_FORMS = "a name such as green or bright-red, a number from 0 to 255, or #rrggbb";

/**
 * Parses `green`, `bright-red`, `0` to `255`, `#rrggbb`.
 * @returns `null` for any other text.
 */
export function parseColour(text: string): Colour | null {
  const named = COLOUR_NAMES.indexOf(text.toLowerCase());
  if (named >= 0) return { palette: named };
  if (/^\d{1,3}$/.test(text) && Number(text) < 256) return { palette: Number(text) };
  const parts = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(text);
  if (parts === null) return null;
  const [red, green, blue] = parts.slice(1).map((part) => Number.parseInt(part, 16));
  return { rgb: [red, green, blue] };
}
