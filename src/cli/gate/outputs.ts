import { resolve } from "node:path";
import { fail } from "../../errors.js";
import { CI_FORMATS, type CiFormat } from "../../report/ci/formats.js";
import { escapeText } from "../../text/escape.js";

/** One format of the result, and its target. */
export interface CiOutput {
  readonly format: CiFormat;
  /** The file as the user named it; `null` for stdout. */
  readonly file: string | null;
}

export interface OutputArgs {
  format: "text" | "json" | undefined;
  output: readonly string[] | undefined;
}

/**
 * Returns the outputs: each `--output FORMAT[=FILE]`, and the format of `--format` (by default text) on
 * stdout, unless an output uses stdout.
 * @throws LayerxError `bad-value` for an unknown format, `bad-usage` if two outputs have the same target.
 */
export function outputsOf({ format, output = [] }: OutputArgs, cwd: string): CiOutput[] {
  const given = output.map((value) => parsed(value));
  const claimed = given.some(({ file }) => file === null);
  const unsaid = claimed && format === undefined;
  const all = unsaid ? given : [{ format: format ?? "text", file: null } satisfies CiOutput, ...given];
  const places = new Set<string | null>();
  for (const { file } of all) {
    const place = file === null ? null : resolve(cwd, file);
    if (places.has(place)) failSameTarget(file);
    places.add(place);
  }
  return all;
}

function parsed(value: string): CiOutput {
  const at = value.indexOf("=");
  const name = at < 0 ? value : value.slice(0, at);
  const file = at < 0 ? "-" : value.slice(at + 1);
  const format = CI_FORMATS.find((known) => known === name);
  if (format !== undefined && file !== "") return { format, file: file === "-" ? null : file };
  return fail("bad-value", {
    option: "--output",
    value: escapeText(value),
    wanted: `FORMAT or FORMAT=FILE, where FORMAT is ${CI_FORMATS.join(", ")}`,
    command: "layerx ci",
  });
}

function failSameTarget(file: string | null): never {
  fail("bad-usage", {
    problem: `two outputs go to ${file === null ? "standard output" : escapeText(file)}`,
    why: "each needs a place of its own: --output FORMAT=FILE",
    command: "layerx ci",
  });
}
