import { docKeyOf, RULE_DOCS, type RuleDoc } from "../../analysis/gate/rule-docs.js";
import { RULES } from "../../analysis/gate/rules.js";
import { fail } from "../../errors.js";
import { escapeText } from "../../text/escape.js";
import { nearest } from "../../text/nearest.js";
import type { Context, ExitCode } from "../command.js";

/** What may be asked for: the keys of `.layerx.yaml`. */
export const EXPLAINED: readonly string[] = Object.keys(RULE_DOCS);

/**
 * Says what a rule is for, by its name in a report or its key in a file.
 * @throws LayerxError `bad-value` with the nearest one.
 */
export async function explainRule(name: string, { write }: Context): Promise<ExitCode> {
  const asked = name.split(":")[0];
  const flag = RULES.find((rule) => `--${rule.flag}` === asked || rule.flag === asked);
  const key = docKeyOf(flag?.key ?? asked);
  if (key === null) {
    const near = nearest(asked, EXPLAINED);
    const hint = near === null ? "" : `; did you mean ${near}?`;
    const wanted = `${EXPLAINED.join(", ")}${hint}`;
    return fail("bad-value", { option: "--explain", value: escapeText(name), wanted, command: "layerx ci" });
  }
  await write(text(key, RULE_DOCS[key]));
  return 0;
}

function text(key: string, { what, why, example, source }: RuleDoc): string {
  const flag = RULES.find((rule) => rule.key === key)?.flag ?? null;
  const onCommandLine = flag === null ? [] : [`On the command line: --${flag}`, ""];
  const inFile = ["In .layerx.yaml:", "", ...example.split("\n").map((line) => `  ${line}`)];
  const more = source === undefined ? [] : ["", `Read more: ${source}`];
  return `${[key, "", what, why, "", ...onCommandLine, ...inFile, ...more].join("\n")}\n`;
}
