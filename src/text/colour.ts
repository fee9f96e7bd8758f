/** Styles with the terminal's own sixteen colours, which fit light and dark backgrounds. */
export interface Palette {
  bold(text: string): string;
  dim(text: string): string;
  red(text: string): string;
  green(text: string): string;
  yellow(text: string): string;
  cyan(text: string): string;
}

/** Returns the styles. Without colours they return the text unchanged. */
export function palette({ colour }: { readonly colour: boolean }): Palette {
  const style = (open: number, close: number) => (text: string) =>
    colour && text !== "" ? `\x1b[${open}m${text}\x1b[${close}m` : text;
  return {
    bold: style(1, 22),
    dim: style(2, 22),
    red: style(31, 39),
    green: style(32, 39),
    yellow: style(33, 39),
    cyan: style(36, 39),
  };
}

type Env = Readonly<Record<string, string | undefined>>;

/**
 * Returns true if an output may have colours: `FORCE_COLOR` decides first (0 and false: no), then `NO_COLOR`,
 * then whether it is a terminal that is not dumb. Source: no-color.org; Node reads the two variables in the
 * same order.
 */
export function coloursAllowed(env: Env, output: { readonly isTTY?: boolean }): boolean {
  const forced = env.FORCE_COLOR;
  if (forced !== undefined) return forced !== "0" && forced !== "false";
  if (env.NO_COLOR !== undefined && env.NO_COLOR !== "") return false;
  return output.isTTY === true && env.TERM !== "dumb";
}

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
