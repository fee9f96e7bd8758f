import { entryOfLayer } from "../../image/dockerfile/instruction.js";
import { platformName } from "../../image/image.js";
import { escapePath } from "../../text/escape.js";
import type { Analysis } from "../analyze.js";
import type { StoredLayer } from "./grown-layers.js";
import { type Measured, measured, type Rule, type RuleKind } from "./rules.js";

/** What an image was before, as far as rules about what is new ask. */
export interface Baseline {
  /** The report or image that tells, as the user knows it. */
  readonly name: string;
  readonly references: readonly string[];
  /** `os/architecture[/variant]`. */
  readonly platform: string;
  readonly size: number;
  readonly wastedBytes: number;
  readonly efficiency: number;
  /** Filesystem layers. */
  readonly layers: number;
  /** True where the sizes of all its layers are known: else its numbers leave some out. */
  readonly whole: boolean;
  /** What each layer stores, from the lowest up; `null` where it does not tell. */
  readonly stored: readonly StoredLayer[] | null;
  /** The dead copies, as `copyKey` names them; `null` where it does not tell. */
  readonly copies: ReadonlySet<string> | null;
  /** Forbidden paths that were there, printable, by the rule's pattern; `null` where it does not tell. */
  readonly forbidden: ReadonlyMap<string, ReadonlySet<string>> | null;
}

/** What may grow, in the file's words. */
export const GROWTHS = ["wastedBytes", "size", "layers", "efficiency", "forbidden"] as const;
export type Growth = (typeof GROWTHS)[number];

/** How much more than before passes: an amount, or a part of what there was; `disabled` asks nothing. */
export type Allowance = { readonly amount: number } | { readonly part: number } | "disabled";

/** By default nothing may grow. */
export type Allowances = ReadonlyMap<Growth, Allowance>;

/** A rule about what is new since a baseline. */
export interface GrowthRule extends Rule {
  readonly is: "growth";
  readonly growth: Exclude<Growth, "forbidden">;
}

const KINDS: Readonly<Record<GrowthRule["growth"], RuleKind>> = {
  wastedBytes: kind("newWastedBytes", "bytes", "waste beyond the baseline"),
  size: kind("newSize", "bytes", "size beyond the baseline"),
  layers: kind("newLayers", "layers", "the number of layers beyond the baseline"),
  efficiency: kind("lostEfficiency", "ratio", "efficiency lost since the baseline"),
};

function kind(key: RuleKind["key"], unit: RuleKind["unit"], subject: string): RuleKind {
  return { key, diveKey: null, flag: null, unit, bound: "highest", subject };
}

/** The rules that a baseline sets; one that is `disabled` is not among them. */
export function growthRules(baseline: Baseline, allowances: Allowances): GrowthRule[] {
  return GROWTHS.flatMap((growth): GrowthRule[] => {
    const allowed = allowances.get(growth) ?? { amount: 0 };
    if (growth === "forbidden" || allowed === "disabled") return [];
    const before = growth === "efficiency" ? 1 : baseline[growth];
    const limit = "amount" in allowed ? allowed.amount : allowed.part * before;
    return [
      {
        is: "growth",
        growth,
        kind: KINDS[growth],
        name: KINDS[growth].key,
        limit: growth === "efficiency" ? limit : Math.floor(limit),
        basis: "exact",
        from: "baseline",
        severity: "error",
      },
    ];
  });
}

/** Holds what is new against its rule; what shrank is 0. */
export function judgeGrowth(
  rule: GrowthRule,
  { metrics }: Pick<Analysis, "metrics">,
  baseline: Baseline,
): Measured<GrowthRule> {
  if (rule.growth === "efficiency") {
    // In steps of a billionth: a difference of doubles has an end that means nothing.
    const lost = Math.round((baseline.efficiency - metrics.efficiency) * 1e9) / 1e9;
    return measured(rule, Math.max(lost, 0));
  }
  const now = rule.growth === "layers" ? metrics.layers.length : metrics[rule.growth];
  return measured(rule, Math.max(now - baseline[rule.growth], 0));
}

/** The image as a baseline of later ones. */
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

/** A dead copy's name from build to build: its path, printable, and its bytes. */
export function copyKey(path: string, bytes: number): string {
  return `${bytes} ${path}`;
}
