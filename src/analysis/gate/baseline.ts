import { entryOfLayer } from "../../image/dockerfile/instruction.js";
import { platformName } from "../../image/platform.js";
import { escapePath } from "../../text/escape.js";
import type { Analysis } from "../analyze.js";
import type { StoredLayer } from "./grown-layers.js";
import { type Measured, measured, type Rule } from "./rule.js";
import { GROWTH_RULES } from "./rules/all-rules.js";
import type { GrowthRuleKind, ImageNumbers } from "./rules/rule-kind.js";

/** The facts about an earlier image that rules about growth need. */
export interface Baseline {
  /** The report or the image, as the user named it. */
  readonly name: string;
  readonly references: readonly string[];
  /** `os/architecture[/variant]`. */
  readonly platform: string;
  readonly size: number;
  readonly wastedBytes: number;
  readonly efficiency: number;
  /** Filesystem layers. */
  readonly layers: number;
  /** True if the sizes of all its layers are known. */
  readonly whole: boolean;
  /** The size of each layer, lowest first; `null` if the report does not have sizes. */
  readonly stored: readonly StoredLayer[] | null;
  /** The wasted copies by their `copyKey`; `null` if the report does not have them. */
  readonly copies: ReadonlySet<string> | null;
  /**
   * The forbidden paths of the earlier image, printable, by the rule's pattern; `null` if the report does not
   * have them.
   */
  readonly forbidden: ReadonlyMap<string, ReadonlySet<string>> | null;
}

/** The numbers that may be limited, by their key in the file. */
export const GROWTHS = ["wastedBytes", "size", "layers", "efficiency", "forbidden"] as const;
export type GrowthKey = (typeof GROWTHS)[number];

/** The growth that is allowed: an amount, or a fraction of the earlier value; `disabled`: no limit. */
export type Allowance = { readonly amount: number } | { readonly part: number } | "disabled";

/** By default nothing may grow. */
export type Allowances = ReadonlyMap<GrowthKey, Allowance>;

/** A rule about growth since a baseline. */
export interface GrowthRule extends Rule {
  readonly is: "growth";
  readonly kind: GrowthRuleKind;
  readonly growth: GrowthRuleKind["growth"];
}

/** Returns the rules that a baseline sets, without disabled rules. */
export function growthRules(baseline: Baseline, allowances: Allowances): GrowthRule[] {
  return GROWTH_RULES.flatMap((kind): GrowthRule[] => {
    const { growth } = kind;
    const allowed = allowances.get(growth) ?? { amount: 0 };
    if (allowed === "disabled") return [];
    const limit = "amount" in allowed ? allowed.amount : allowed.part * kind.whole(baseline);
    return [
      {
        is: "growth",
        growth,
        kind,
        name: kind.key,
        limit: kind.unit === "ratio" ? limit : Math.floor(limit),
        basis: "exact",
        from: "baseline",
        severity: "error",
      },
    ];
  });
}

/** Measures how much an image grew since the baseline. */
export function measureGrowth(
  rule: GrowthRule,
  numbers: ImageNumbers,
  baseline: Baseline,
): Measured<GrowthRule> {
  return measured(rule, rule.kind.measure(numbers, baseline));
}

/** Returns the image as a baseline for later images. */
export function baselineOf(
  { image, tree, metrics, copies }: Analysis,
  forbidden: Baseline["forbidden"],
): Baseline {
  return {
    name: image.source,
    references: image.references,
    platform: platformName(image.platform),
    size: metrics.size,
    wastedBytes: metrics.wastedBytes,
    efficiency: metrics.efficiency,
    layers: metrics.layers.length,
    whole: metrics.layers.every(({ size }) => size !== null),
    stored: image.layers.map(({ index, diffId }) => {
      const createdBy = entryOfLayer(image, index)?.createdBy ?? null;
      return { diffId, size: metrics.layers[index].size, createdBy };
    }),
    copies: new Set(copies.map(({ node, bytes }) => copyKey(escapePath(tree.path(node)), bytes))),
    forbidden,
  };
}

/** Returns a name for a wasted copy that is the same in each build: its printable path and its bytes. */
export function copyKey(path: string, bytes: number): string {
  return `${bytes} ${path}`;
}
