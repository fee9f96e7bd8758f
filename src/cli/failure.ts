import { LayerxError } from "../errors.js";
import { palette } from "../text/colour.js";
import { escapeText } from "../text/escape.js";

export interface FailureOptions {
  /** With the stack trace. */
  readonly debug: boolean;
  readonly colour: boolean;
  /** What was run, for an error that nobody foresaw: `layerx inspect`. */
  readonly command: string;
}

/** An error in words for stderr: what failed on which input, why, and what to try next. */
export function failureText(error: unknown, { debug, colour, command }: FailureOptions): string {
  const known = error instanceof LayerxError ? error : unforeseen(error, command);
  const { bold, red, dim } = palette({ colour });
  const lines = [
    `${bold(red("error:"))} ${bold(known.what)}`,
    `  ${dim("why: ")} ${indented(known.why)}`,
    ...known.lines.map((line) => `  ${line}`),
    `  ${dim("next:")} ${indented(known.next)}`,
  ];
  return `${[...lines, ...(debug ? stackLines(error) : [])].join("\n")}\n`;
}

/** A list in a phrase stands under its first line. */
function indented(phrase: string): string {
  return phrase.replaceAll("\n", `\n${" ".repeat(8)}`);
}

function unforeseen(error: unknown, command: string): LayerxError {
  const reason = escapeText(error instanceof Error ? error.message : String(error));
  return new LayerxError("unexpected", { command, reason }, error);
}

function stackLines(error: unknown): string[] {
  if (!(error instanceof Error)) return [];
  const lines = (error.stack ?? String(error)).split("\n").map((line) => escapeText(line));
  return error.cause === undefined ? lines : [...lines, "caused by:", ...stackLines(error.cause)];
}
