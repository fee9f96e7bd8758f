import { RULE_DOCS, type RuleDoc } from "../analysis/rule-docs.js";
import { RULES } from "../analysis/rules.js";
import { fail } from "../errors.js";
import { escapeText } from "../text/escape.js";
import type { Context, ExitCode } from "./command.js";
import { nearest } from "./nearest.js";

/** Rules that reports name and that no key of a file is called after, by the key that sets them. */
const SET_BY: ReadonlyMap<string, keyof typeof RULE_DOCS> = new Map([
  ["highestUserWastedPercent", "highestWastedPercent"],
  ["newWastedBytes", "baseline"],
  ["newSize", "baseline"],
  ["newLayers", "baseline"],
  ["lostEfficiency", "baseline"],
]);

/** What may be asked for: the keys of `.layerx.yaml`. */
export const EXPLAINED: readonly string[] = Object.keys(RULE_DOCS);

/**
 * Says what a rule is for, by its name in a report or its key in a file.
 * @throws LayerxError `bad-value` with the nearest one.
 */
export async function explainRule(name: string, { write }: Context): Promise<ExitCode> {
  const docs = new Map<string, RuleDoc>(Object.entries(RULE_DOCS));
  const asked = name.split(":")[0];
  const flag = RULES.find((rule) => `--${rule.flag}` === asked || rule.flag === asked);
  const key = flag?.key ?? SET_BY.get(asked) ?? asked;
  const doc = docs.get(key);
  if (doc === undefined) {
    const near = nearest(asked, docs.keys());
    const hint = near === null ? "" : `; did you mean ${near}?`;
    const wanted = `${[...docs.keys()].join(", ")}${hint}`;
    return fail("bad-value", { option: "--explain", value: escapeText(name), wanted, command: "layerx ci" });
  }
  await write(text(key, doc));
  return 0;
}

function text(key: string, { what, why, example, source }: RuleDoc): string {
  const flag = RULES.find((rule) => rule.key === key)?.flag ?? null;
  const onCommandLine = flag === null ? [] : [`On the command line: --${flag}`, ""];
  const inFile = ["In .layerx.yaml:", "", ...example.split("\n").map((line) => `  ${line}`)];
  const more = source === undefined ? [] : ["", `Read more: ${source}`];
  return `${[key, "", what, why, "", ...onCommandLine, ...inFile, ...more].join("\n")}\n`;
}
