import type { FileTree } from "../../tree/file-tree.js";
import { type DiveMetrics, diveMetrics } from "../dive.js";
import { type ImageMetrics, partOf, wasteAbove } from "../metrics.js";
import type { Limit, RuleUnit } from "./rule-limit.js";

/** Whose arithmetic judges: the exact numbers, or dive's. */
export const BASES = ["exact", "dive"] as const;
export type Basis = (typeof BASES)[number];

/** The rules that are one number of the image each. */
export type RuleKey =
  | "lowestEfficiency"
  | "highestWastedBytes"
  | "highestWastedPercent"
  | "maxLayers"
  | "maxSize"
  | "maxLayersAboveBase"
  | "maxSizeAboveBase"
  | "highestWastedBytesAboveBase"
  | "lowestEfficiencyAboveBase";

/** Those that are about paths, about single layers, or about what is new since a baseline. */
export type ListRuleKey = "maxLayerSize" | "layerBudgets" | "budgets" | "forbidden";
export type GrowthRuleKey = "newWastedBytes" | "newSize" | "newLayers" | "lostEfficiency";

/** How a rule that does not hold counts: an error fails the gate, a warning does not. */
export const SEVERITIES = ["error", "warning"] as const;
export type Severity = (typeof SEVERITIES)[number];

/** What a rule measures, as reports tell it. */
export interface RuleKind {
  /** Its name in `.layerx.yaml`; of a growth rule, its name in reports. */
  readonly key: RuleKey | ListRuleKey | GrowthRuleKey;
  /** Its name in `.dive-ci`; `null` where dive has no such rule: then it has one arithmetic only. */
  readonly diveKey: string | null;
  /** Its option on the command line, without dashes; `null` where it stands in a file only. */
  readonly flag: string | null;
  readonly unit: RuleUnit;
  /** Whether the limit is the lowest value that passes, or the highest. */
  readonly bound: "lowest" | "highest";
  /** What is measured, in words; printable. */
  readonly subject: string;
}

/** A rule that is one number of the image. */
export interface NumberRuleKind extends RuleKind {
  readonly key: RuleKey;
  /** The limit that counts where nobody gives any rule. */
  readonly defaultLimit: number | null;
  actual(facts: Facts): number;
}

interface Facts {
  /** Of which `userSize` and `wastedPercent` are those above the base. */
  readonly exact: ImageMetrics;
  /** What a rule with a `diveKey` is judged by: the exact numbers, or dive's under the same names. */
  readonly judged: Pick<ImageMetrics, "efficiency" | "wastedBytes" | "wastedPercent">;
  /** Layers that belong to the base. */
  readonly baseLayers: number;
}

/** The rules, in the order of the report. Source: README, "The gate". */
export const RULES: readonly NumberRuleKind[] = [
  {
    key: "lowestEfficiency",
    diveKey: "lowestEfficiency",
    flag: "lowest-efficiency",
    unit: "ratio",
    bound: "lowest",
    subject: "efficiency",
    defaultLimit: 0.9,
    actual: ({ judged }) => judged.efficiency,
  },
  {
    key: "highestWastedBytes",
    diveKey: "highestWastedBytes",
    flag: "highest-wasted-bytes",
    unit: "bytes",
    bound: "highest",
    subject: "waste",
    defaultLimit: null,
    actual: ({ judged }) => judged.wastedBytes,
  },
  {
    key: "highestWastedPercent",
    diveKey: "highestUserWastedPercent",
    flag: "highest-wasted-percent",
    unit: "ratio",
    bound: "highest",
    subject: "the wasted part above the base",
    defaultLimit: 0.1,
    actual: ({ judged }) => judged.wastedPercent,
  },
  {
    key: "maxLayers",
    diveKey: null,
    flag: "max-layers",
    unit: "layers",
    bound: "highest",
    subject: "the number of layers",
    defaultLimit: null,
    actual: ({ exact }) => exact.layers.length,
  },
  {
    key: "maxSize",
    diveKey: null,
    flag: "max-size",
    unit: "bytes",
    bound: "highest",
    subject: "the image's size",
    defaultLimit: null,
    actual: ({ exact }) => exact.size,
  },
  {
    key: "maxLayersAboveBase",
    diveKey: null,
    flag: null,
    unit: "layers",
    bound: "highest",
    subject: "the number of layers above the base",
    defaultLimit: null,
    actual: ({ exact, baseLayers }) => exact.layers.length - baseLayers,
  },
  {
    key: "maxSizeAboveBase",
    diveKey: null,
    flag: null,
    unit: "bytes",
    bound: "highest",
    subject: "the size above the base",
    defaultLimit: null,
    actual: ({ exact }) => exact.userSize,
  },
  {
    key: "highestWastedBytesAboveBase",
    diveKey: null,
    flag: null,
    unit: "bytes",
    bound: "highest",
    subject: "waste above the base",
    defaultLimit: null,
    actual: ({ exact, baseLayers }) => wasteAbove(exact, baseLayers),
  },
  {
    key: "lowestEfficiencyAboveBase",
    diveKey: null,
    flag: null,
    unit: "ratio",
    bound: "lowest",
    subject: "efficiency above the base",
    defaultLimit: null,
    actual: ({ exact, baseLayers }) => 1 - partOf(wasteAbove(exact, baseLayers), exact.userSize),
  },
];

export type GivenLimits = ReadonlyMap<RuleKey, Limit>;

/** The rules of a file; `basis` is dive for a `.dive-ci`. */
export interface FileRules {
  readonly basis: Basis;
  readonly limits: GivenLimits;
  /** Those that only warn. */
  readonly warnings?: ReadonlySet<RuleKey>;
}

/** A rule that is on. */
export interface Rule {
  readonly kind: RuleKind;
  /** Its key where it was given: dive's for a rule of a `.dive-ci`. */
  readonly name: string;
  readonly limit: number;
  readonly basis: Basis;
  readonly from: "flag" | "file" | "default" | "baseline";
  readonly severity: Severity;
}

/** A rule that is one number of the image. */
export interface NumberRule extends Rule {
  readonly kind: NumberRuleKind;
}

/**
 * The rules that are on: rule by rule a flag counts before the file. The defaults count only where neither gives
 * any limit, and for each rule that a `.dive-ci` leaves out, as they do for dive; `disabled` switches off a rule of the
 * file, or a default. A rule of a `.dive-ci` is judged in dive's arithmetic, all others exactly, unless `basis` says otherwise.
 */
export function chooseRules(given: {
  readonly flags: GivenLimits;
  readonly file: FileRules | null;
  readonly basis?: Basis;
  /** True where rules of another kind are on: then the defaults do not count either. */
  readonly others?: boolean;
}): NumberRule[] {
  const { flags, file, others = false } = given;
  const limits = [...flags.values(), ...(file?.limits.values() ?? [])];
  const noneGiven = !others && limits.every((limit) => limit === "disabled");
  const isDive = file?.basis === "dive";
  return RULES.flatMap((kind): NumberRule[] => {
    const hasDefault = noneGiven || (isDive && kind.diveKey !== null);
    const [from, limit] = firstLimit([
      ["flag", flags.get(kind.key)],
      ["file", file?.limits.get(kind.key)],
      ["default", hasDefault ? (kind.defaultLimit ?? undefined) : undefined],
    ]);
    if (limit === "disabled") return [];
    const written = from !== "flag" && isDive ? "dive" : "exact";
    const basis = kind.diveKey === null ? "exact" : (given.basis ?? written);
    const name = (written === "dive" ? kind.diveKey : null) ?? kind.key;
    return [
      { kind, name, limit, basis, from, severity: file?.warnings?.has(kind.key) ? "warning" : "error" },
    ];
  });
}

function firstLimit(
  candidates: readonly (readonly [Rule["from"], Limit | undefined])[],
): readonly [Rule["from"], Limit] {
  for (const [from, limit] of candidates) if (limit !== undefined) return [from, limit];
  return ["default", "disabled"];
}

/** What a rule measured. */
export interface Measured<R extends Rule = Rule> {
  readonly rule: R;
  readonly actual: number;
  readonly pass: boolean;
}

interface Judged {
  readonly tree: FileTree;
  readonly metrics: ImageMetrics;
  /** By default the first one, as where no base is known. */
  readonly baseLayers?: number;
  /** What a rule does not count of the image; by default it counts all. */
  counted?(rule: Rule): { readonly metrics: ImageMetrics; readonly leftOut: Uint8Array | null };
}

/** Holds an image against rules; a value at its limit passes. Dive's numbers are worked out only where a rule needs them. */
export function judge(rules: readonly NumberRule[], image: Judged): Measured<NumberRule>[] {
  const { tree, baseLayers = Math.min(1, image.metrics.layers.length) } = image;
  let whole: Facts["judged"] | null = null;
  const dive = (leftOut: Uint8Array | null) => {
    if (leftOut !== null) return named(diveMetrics(tree, leftOut));
    whole ??= named(diveMetrics(tree));
    return whole;
  };
  return rules.map((rule) => {
    const { metrics, leftOut } = image.counted?.(rule) ?? { metrics: image.metrics, leftOut: null };
    const judged = rule.basis === "dive" ? dive(leftOut) : metrics;
    return measured(rule, rule.kind.actual({ exact: metrics, judged, baseLayers }));
  });
}

/** A rule, and whether a value holds against it. */
export function measured<R extends Rule>(rule: R, actual: number): Measured<R> {
  const { kind, limit } = rule;
  return { rule, actual, pass: kind.bound === "lowest" ? actual >= limit : actual <= limit };
}

function named({ efficiency, wastedBytes, userWastedPercent }: DiveMetrics): Facts["judged"] {
  return { efficiency, wastedBytes, wastedPercent: userWastedPercent };
}
