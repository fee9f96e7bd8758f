import type { Argv } from "yargs";
import { type Allowances, type Baseline, growthRules } from "../../analysis/gate/baseline.js";
import type { GateRules } from "../../analysis/gate/gate.js";
import type { PathRule } from "../../analysis/gate/path-rules.js";
import { LIMIT_FORMS, type Limit, parseLimit } from "../../analysis/gate/rule-limit.js";
import { BASES, type Basis, chooseRules, RULES, type RuleKey } from "../../analysis/gate/rules.js";
import type { RulesFile } from "../../analysis/gate/rules-file.js";
import { fail } from "../../errors.js";
import { escapeText } from "../../text/escape.js";

export interface RuleArgs {
  config: string | undefined;
  metrics: Basis | undefined;
  "lowest-efficiency": string | undefined;
  "highest-wasted-bytes": string | undefined;
  "highest-wasted-percent": string | undefined;
  "max-layers": string | undefined;
  "max-size": string | undefined;
}

/** Adds the options that are rules, and those that say where others stand. */
export function ruleOptions<T>(argv: Argv<T>): Argv<T & RuleArgs> {
  const rule = (describe: string) =>
    ({ group: "Rules:", type: "string", requiresArg: true, describe }) as const;
  return argv
    .option("lowest-efficiency", rule("Fail below it: 0.95, 95%, disabled"))
    .option("highest-wasted-bytes", rule("Fail above it: 20MB, 10MiB, disabled"))
    .option(
      "highest-wasted-percent",
      rule("Fail above it, of what stands above the base: 0.1, 10%, disabled"),
    )
    .option("max-layers", rule("Fail with more filesystem layers: 20, disabled"))
    .option("max-size", rule("Fail above it: 500MB, disabled"))
    .option("config", {
      type: "string",
      requiresArg: true,
      describe: "File of rules; by default .layerx.yaml, else .dive-ci",
    })
    .option("metrics", {
      choices: BASES,
      describe: "Whose numbers judge; by default dive's for the rules of a .dive-ci",
    });
}

/** The limits that the arguments give. @throws LayerxError `bad-value`. */
export function limitsByFlag(args: RuleArgs): Map<RuleKey, Limit> {
  const flags = new Map<RuleKey, Limit>();
  for (const { key, flag, unit } of RULES) {
    const text = flag === null ? undefined : flagValue(args, flag);
    if (text === undefined) continue;
    const limit = parseLimit(text, unit);
    if (limit === null) {
      const wanted = LIMIT_FORMS[unit];
      fail("bad-value", { option: `--${flag}`, value: escapeText(text), wanted, command: "layerx ci" });
    }
    flags.set(key, limit);
  }
  return flags;
}

function flagValue(args: RuleArgs, flag: string): string | undefined {
  const values = new Map<string, unknown>(Object.entries(args));
  const value = values.get(flag);
  return value === undefined ? undefined : String(value);
}

export interface RuleSources {
  readonly flags: ReadonlyMap<RuleKey, Limit>;
  readonly metrics: Basis | undefined;
  readonly file: RulesFile | null;
  readonly paths: readonly PathRule[];
  readonly layers: GateRules["layers"];
}

/** The rules about layers and paths that a file lists. */
export async function listedBy(file: RulesFile | null): Promise<Pick<RuleSources, "paths" | "layers">> {
  if (file === null) return { paths: [], layers: [] };
  const { rulesOn } = await import("../../analysis/gate/rules-file.js");
  return rulesOn(file.listed);
}

/** All rules that are on, those that a baseline sets among them. */
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
    paths: paths.map((rule) => (rule.kind.key === "forbidden" ? { ...rule, limit: added } : rule)),
    growth,
    ignores: file?.ignores ?? [],
  };
}
