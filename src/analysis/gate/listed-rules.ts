import { escapeText } from "../../text/escape.js";
import { PRIVATE_KEYS } from "../leftovers/private-keys.js";
import { SECRETS } from "../secrets/secrets.js";
import type { Severity } from "./rule.js";
import { LAYER_BUDGETS, type LayerRule, MAX_LAYER_SIZE } from "./rules/layer-size.js";
import { BUDGETS, FORBIDDEN, type PathRule } from "./rules/path-rules.js";
import type { RuleKind } from "./rules/rule-kind.js";
import type { Limit } from "./rules/rule-limit.js";

/** Rules about layers and paths by name; `disabled` removes a rule of an extended file. */
export type ListedRules = ReadonlyMap<string, LayerRule | PathRule | "disabled">;

interface GivenRule {
  readonly limit: Limit;
  readonly severity: Severity;
}

/** The lists of rules in a file, as the schema returns them. */
interface GivenLists {
  readonly maxLayerSize?: GivenRule;
  readonly layerBudgets?: Readonly<Record<string, GivenRule>>;
  readonly budgets?: Readonly<Record<string, GivenRule>>;
  readonly forbidden?: readonly { readonly path: string; readonly severity: Severity | "disabled" }[];
}

/**
 * Makes a rule for each entry of the lists in a file, for example `budgets:/usr/share/doc/**` or
 * `forbidden:**\/.env`. `whereIs` returns the place of a key: `file:line:column`.
 */
export function listedRules(
  { maxLayerSize, layerBudgets, budgets, forbidden }: GivenLists,
  whereIs: (path: readonly string[]) => string,
): ListedRules {
  const rules = new Map<string, LayerRule | PathRule | "disabled">();
  if (maxLayerSize !== undefined) {
    const kind = { ...MAX_LAYER_SIZE, subject: "the biggest layer above the base" };
    const target = { is: "layers", which: null, where: whereIs(["maxLayerSize"]) } as const;
    rules.set("maxLayerSize", made(target, kind, "maxLayerSize", maxLayerSize));
  }
  for (const [key, given] of Object.entries(layerBudgets ?? {})) {
    const which = /^\d+$/.test(key) ? Number(key) : key;
    const subject = typeof which === "number" ? `layer ${which}` : `what ${escapeText(key)} stores`;
    const name = `layerBudgets:${escapeText(key)}`;
    const target = { is: "layers", which, where: whereIs(["layerBudgets", key]) } as const;
    rules.set(name, made(target, { ...LAYER_BUDGETS, subject }, name, given));
  }
  for (const [pattern, given] of Object.entries(budgets ?? {})) {
    const name = `budgets:${escapeText(pattern)}`;
    const kind = { ...BUDGETS, subject: `the size of ${escapeText(pattern)}` };
    rules.set(name, made({ is: "paths", pattern }, kind, name, given));
  }
  for (const { path: pattern, severity } of forbidden ?? []) {
    const name = `forbidden:${escapeText(pattern)}`;
    const what = BY_CONTENT.get(pattern) ?? `paths like ${escapeText(pattern)}`;
    const kind = { ...FORBIDDEN, subject: `the number of ${what}` };
    const given: GivenRule =
      severity === "disabled" ? { limit: "disabled", severity: "error" } : { limit: 0, severity };
    rules.set(name, made({ is: "paths", pattern }, kind, name, given));
  }
  return rules;
}

/** Words that are used in place of a pattern. These rules depend on the contents of files. */
const BY_CONTENT: ReadonlyMap<string, string> = new Map([
  [PRIVATE_KEYS, "private keys"],
  [SECRETS, "files with secrets"],
]);

type Target = Pick<LayerRule, "is" | "which" | "where"> | Pick<PathRule, "is" | "pattern">;

function made(
  target: Target,
  kind: RuleKind,
  name: string,
  { limit, severity }: GivenRule,
): LayerRule | PathRule | "disabled" {
  if (limit === "disabled") return "disabled";
  return { ...target, kind, name, limit, severity, basis: "exact", from: "file" };
}
