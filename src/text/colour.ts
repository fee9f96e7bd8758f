/** Styles of the terminal's own sixteen colours, so that they fit a light and a dark ground alike. */
export interface Palette {
  bold(text: string): string;
  dim(text: string): string;
  red(text: string): string;
  green(text: string): string;
  yellow(text: string): string;
  cyan(text: string): string;
}

/** The styles; where colours are not allowed, they leave the text as it is. */
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
 * Whether colours may be used on an output: `FORCE_COLOR` (0 and false: never), then `NO_COLOR`, then whether it
 * is a terminal that is not dumb. Source: no-color.org; Node's own order of the two variables.
 */
export function coloursAllowed(env: Env, output: { readonly isTTY?: boolean }): boolean {
  const forced = env.FORCE_COLOR;
  if (forced !== undefined) return forced !== "0" && forced !== "false";
  if (env.NO_COLOR !== undefined && env.NO_COLOR !== "") return false;
  return output.isTTY === true && env.TERM !== "dumb";
}
