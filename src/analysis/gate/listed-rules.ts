import { escapeText } from "../../text/escape.js";
import { PRIVATE_KEYS } from "../leftovers/private-keys.js";
import type { LayerRule } from "./layer-rules.js";
import type { PathRule } from "./path-rules.js";
import type { Limit, RuleUnit } from "./rule-limit.js";
import type { ListRuleKey, RuleKind, Severity } from "./rules.js";

/** Rules about layers and paths by name; `disabled` takes one away that another file gives. */
export type ListedRules = ReadonlyMap<string, LayerRule | PathRule | "disabled">;

interface GivenRule {
  readonly limit: Limit;
  readonly severity: Severity;
}

/** Those of a file, as its schema reads them. */
interface GivenLists {
  readonly maxLayerSize?: GivenRule;
  readonly layerBudgets?: Readonly<Record<string, GivenRule>>;
  readonly budgets?: Readonly<Record<string, GivenRule>>;
  readonly forbidden?: readonly { readonly path: string; readonly severity: Severity | "disabled" }[];
}

/**
 * Makes a rule of each thing that a file lists: `budgets:/usr/share/doc/**`, `forbidden:**\/.env`. `whereIs` says where
 * the file has a key: `file:line:column`.
 */
export function listedRules(
  { maxLayerSize, layerBudgets, budgets, forbidden }: GivenLists,
  whereIs: (path: readonly string[]) => string,
): ListedRules {
  const rules = new Map<string, LayerRule | PathRule | "disabled">();
  if (maxLayerSize !== undefined) {
    const kind = kindOf("maxLayerSize", "bytes", "the biggest layer above the base");
    const target = { is: "layers", which: null, where: whereIs(["maxLayerSize"]) } as const;
    rules.set("maxLayerSize", made(target, kind, "maxLayerSize", maxLayerSize));
  }
  for (const [key, given] of Object.entries(layerBudgets ?? {})) {
    const which = /^\d+$/.test(key) ? Number(key) : key;
    const subject = typeof which === "number" ? `layer ${which}` : `what ${escapeText(key)} stores`;
    const name = `layerBudgets:${escapeText(key)}`;
    const target = { is: "layers", which, where: whereIs(["layerBudgets", key]) } as const;
    rules.set(name, made(target, kindOf("layerBudgets", "bytes", subject), name, given));
  }
  for (const [pattern, given] of Object.entries(budgets ?? {})) {
    const name = `budgets:${escapeText(pattern)}`;
    const kind = kindOf("budgets", "bytes", `what layers hold at ${escapeText(pattern)}`);
    rules.set(name, made({ is: "paths", pattern }, kind, name, given));
  }
  for (const { path: pattern, severity } of forbidden ?? []) {
    const name = `forbidden:${escapeText(pattern)}`;
    const what = pattern === PRIVATE_KEYS ? "private keys" : `paths like ${escapeText(pattern)}`;
    const kind = kindOf("forbidden", "paths", `the number of ${what}`);
    const given: GivenRule =
      severity === "disabled" ? { limit: "disabled", severity: "error" } : { limit: 0, severity };
    rules.set(name, made({ is: "paths", pattern }, kind, name, given));
  }
  return rules;
}

function kindOf(key: ListRuleKey, unit: RuleUnit, subject: string): RuleKind {
  return { key, diveKey: null, flag: null, unit, bound: "highest", subject };
}

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
