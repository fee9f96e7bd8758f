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
