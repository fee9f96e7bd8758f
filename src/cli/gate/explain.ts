import { NUMBER_RULES } from "../../analysis/gate/rules/all-rules.js";
import { docKeyOf, RULE_DOCS } from "../../analysis/gate/rules/rule-docs.js";
import type { RuleDoc } from "../../analysis/gate/rules/rule-kind.js";
import { fail } from "../../errors.js";
import { escapeText } from "../../text/escape.js";
import { nearest } from "../../text/nearest.js";
import type { Context, ExitCode } from "../command-context.js";

/** The names that `--explain` accepts: the keys of `.layerx.yaml`. */
export const EXPLAINED: readonly string[] = [...RULE_DOCS.keys()];

/**
 * Prints the documentation of a rule, by its name in a report, its key in a file, or its option.
 * @throws LayerxError `bad-value` with the most similar name.
 */
export async function explainRule(name: string, { write }: Context): Promise<ExitCode> {
  const asked = name.split(":")[0];
  const byFlag = NUMBER_RULES.find(({ flag }) => flag !== null && asked.replace(/^--/, "") === flag.name);
  const key = docKeyOf(byFlag?.key ?? asked);
  const doc = key === null ? undefined : RULE_DOCS.get(key);
  if (key === null || doc === undefined) {
    const near = nearest(asked, EXPLAINED);
    const hint = near === null ? "" : `; did you mean ${near}?`;
    const wanted = `${EXPLAINED.join(", ")}${hint}`;
    return fail("bad-value", { option: "--explain", value: escapeText(name), wanted, command: "layerx ci" });
  }
  await write(text(key, doc));
  return 0;
}

function text(key: string, { what, why, example, source }: RuleDoc): string {
  const flag = NUMBER_RULES.find((rule) => rule.key === key)?.flag ?? null;
  const onCommandLine = flag === null ? [] : [`On the command line: --${flag.name}`, ""];
  const inFile = ["In .layerx.yaml:", "", ...example.split("\n").map((line) => `  ${line}`)];
  const more = source === undefined ? [] : ["", `Read more: ${source}`];
  return `${[key, "", what, why, "", ...onCommandLine, ...inFile, ...more].join("\n")}\n`;
}
