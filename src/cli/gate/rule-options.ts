import type { Argv } from "yargs";
import { type Allowances, type Baseline, growthRules } from "../../analysis/gate/baseline.js";
import { chooseRules } from "../../analysis/gate/choose-rules.js";
import type { GateRules } from "../../analysis/gate/gate.js";
import { BASES, type Basis } from "../../analysis/gate/rule.js";
import { NUMBER_RULES, type RuleKey } from "../../analysis/gate/rules/all-rules.js";
import { isForbidden, type PathRule } from "../../analysis/gate/rules/path-rules.js";
import { LIMIT_FORMS, type Limit, parseLimit } from "../../analysis/gate/rules/rule-limit.js";
import type { RulesFile } from "../../analysis/gate/rules-file.js";
import { PRIVATE_KEYS } from "../../analysis/leftovers/private-keys.js";
import { SECRETS } from "../../analysis/secrets/secrets.js";
import { fail } from "../../errors.js";
import { escapeText } from "../../text/escape.js";

type RuleFlag = NonNullable<(typeof NUMBER_RULES)[number]["flag"]>["name"];

export interface RuleArgs extends Record<RuleFlag, string | undefined> {
  config: string | undefined;
  metrics: Basis | undefined;
}

/** Adds an option for each rule that has one, and the options about the file of rules. */
export function ruleOptions<T>(argv: Argv<T>): Argv<T & RuleArgs> {
  const shared = { group: "Rules:", type: "string", requiresArg: true } as const;
  const options = NUMBER_RULES.flatMap(({ flag }) =>
    flag === null ? [] : [[flag.name, { ...shared, describe: flag.describe }] as const],
  );
  const withFlags = argv
    .options(Object.fromEntries(options))
    .option("config", {
      type: "string",
      requiresArg: true,
      describe: "File of rules (default: .layerx.yaml, else .dive-ci)",
    })
    .option("metrics", {
      choices: BASES,
      requiresArg: true,
      describe: "Use exact numbers or dive's (default: dive's for a .dive-ci)",
    });
  // `Object.fromEntries` loses the names of the options.
  return withFlags as unknown as Argv<T & RuleArgs>;
}

/**
 * Returns the limits of the command line.
 * @throws LayerxError `bad-value`.
 */
export function limitsByFlag(args: RuleArgs): Map<RuleKey, Limit> {
  const flags = new Map<RuleKey, Limit>();
  for (const { key, flag, unit } of NUMBER_RULES) {
    const text = flag === null ? undefined : args[flag.name];
    if (flag === null || text === undefined) continue;
    const limit = parseLimit(text, unit);
    if (limit === null) {
      const wanted = LIMIT_FORMS[unit];
      fail("bad-value", { option: `--${flag.name}`, value: escapeText(text), wanted, command: "layerx ci" });
    }
    flags.set(key, limit);
  }
  return flags;
}

export interface RuleSources {
  readonly flags: ReadonlyMap<RuleKey, Limit>;
  readonly metrics: Basis | undefined;
  readonly file: RulesFile | null;
  readonly paths: readonly PathRule[];
  readonly layers: GateRules["layers"];
}

/**
 * Returns true if rules read file contents. A layer of a registry is then kept until the image is closed, not
 * fetched again.
 */
export function readsContent(rules: RuleSources["paths"]): boolean {
  return rules.some(({ pattern }) => pattern === PRIVATE_KEYS || pattern === SECRETS);
}

/** Returns the rules about layers and paths of a file. */
export async function listedBy(file: RulesFile | null): Promise<Pick<RuleSources, "paths" | "layers">> {
  if (file === null) return { paths: [], layers: [] };
  const { rulesOn } = await import("../../analysis/gate/rules-file.js");
  return rulesOn(file.listed);
}

/** Returns all rules that are on, including those of a baseline. */
export function gateRules(
  { flags, metrics, file, paths, layers }: RuleSources,
  { baseline, allowed }: { readonly baseline: Baseline | null; readonly allowed: Allowances },
): GateRules {
  const growth = baseline === null ? [] : growthRules(baseline, allowed);
  const others = paths.length + layers.length + growth.length > 0;
  const more = allowed.get("forbidden");
  const added = baseline !== null && typeof more === "object" && "amount" in more ? more.amount : 0;
  return {
    numbers: chooseRules({ flags, file, basis: metrics, others }),
    layers,
    paths: paths.map((rule) => (isForbidden(rule) ? { ...rule, limit: added } : rule)),
    growth,
    ignores: file?.ignores ?? [],
  };
}
