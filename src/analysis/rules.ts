import type { FileTree } from "../tree/file-tree.js";
import { type DiveMetrics, diveMetrics } from "./dive.js";
import type { ImageMetrics } from "./metrics.js";
import type { Limit, RuleUnit } from "./rule-limit.js";

/** Whose arithmetic judges: the exact numbers, or dive's. */
export const BASES = ["exact", "dive"] as const;
export type Basis = (typeof BASES)[number];

export type RuleKey =
  | "lowestEfficiency"
  | "highestWastedBytes"
  | "highestWastedPercent"
  | "maxLayers"
  | "maxSize";

/** One of the five rules. */
export interface RuleKind {
  /** Its name in `.layerx.yaml`. */
  readonly key: RuleKey;
  /** Its name in `.dive-ci`; `null` where dive has no such rule: then it has one arithmetic only. */
  readonly diveKey: string | null;
  /** Its option on the command line, without dashes. */
  readonly flag: string;
  readonly unit: RuleUnit;
  /** Whether the limit is the lowest value that passes, or the highest. */
  readonly bound: "lowest" | "highest";
  /** What is measured, in words. */
  readonly subject: string;
  /** The limit that counts where nobody gives any rule. */
  readonly defaultLimit: number | null;
  actual(facts: Facts): number;
}

interface Facts {
  readonly exact: ImageMetrics;
  /** What a rule with a `diveKey` is judged by: the exact numbers, or dive's under the same names. */
  readonly judged: Pick<ImageMetrics, "efficiency" | "wastedBytes" | "wastedPercent">;
}

/** The rules, in the order of the report. Source: README, "The gate". */
export const RULES: readonly RuleKind[] = [
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
];

export type GivenLimits = ReadonlyMap<RuleKey, Limit>;

/** The rules of a file; `basis` is dive for a `.dive-ci`. */
export interface FileRules {
  readonly basis: Basis;
  readonly limits: GivenLimits;
}

/** A rule that is on. */
export interface Rule {
  readonly kind: RuleKind;
  /** Its key where it was given: dive's for a rule of a `.dive-ci`. */
  readonly name: string;
  readonly limit: number;
  readonly basis: Basis;
  readonly from: "flag" | "file" | "default";
}

/**
 * The rules that are on: rule by rule a flag counts before the file. The defaults count only where neither gives
 * any limit; `disabled` switches off a rule of the file, or a default. A rule of a `.dive-ci` is judged in dive's
 * arithmetic, all others exactly, unless `basis` says otherwise.
 */
export function chooseRules(given: {
  readonly flags: GivenLimits;
  readonly file: FileRules | null;
  readonly basis?: Basis;
}): Rule[] {
  const { flags, file } = given;
  const limits = [...flags.values(), ...(file?.limits.values() ?? [])];
  const noneGiven = limits.every((limit) => limit === "disabled");
  return RULES.flatMap((kind): Rule[] => {
    const [from, limit] = firstLimit([
      ["flag", flags.get(kind.key)],
      ["file", file?.limits.get(kind.key)],
      ["default", noneGiven ? (kind.defaultLimit ?? undefined) : undefined],
    ]);
    if (limit === "disabled") return [];
    const written = from === "file" ? (file?.basis ?? "exact") : "exact";
    const basis = kind.diveKey === null ? "exact" : (given.basis ?? written);
    return [{ kind, name: (written === "dive" ? kind.diveKey : null) ?? kind.key, limit, basis, from }];
  });
}

function firstLimit(
  candidates: readonly (readonly [Rule["from"], Limit | undefined])[],
): readonly [Rule["from"], Limit] {
  for (const [from, limit] of candidates) if (limit !== undefined) return [from, limit];
  return ["default", "disabled"];
}

/** What a rule says of an image. */
export interface Verdict {
  readonly rule: Rule;
  readonly actual: number;
  readonly pass: boolean;
}

/** Holds an image against rules; a value at its limit passes. Dive's numbers are worked out only where a rule needs them. */
export function judge(
  rules: readonly Rule[],
  { tree, metrics }: { readonly tree: FileTree; readonly metrics: ImageMetrics },
): Verdict[] {
  const dive = rules.some(({ basis }) => basis === "dive") ? named(diveMetrics(tree)) : metrics;
  return rules.map((rule) => {
    const { kind, limit, basis } = rule;
    const actual = kind.actual({ exact: metrics, judged: basis === "dive" ? dive : metrics });
    return { rule, actual, pass: kind.bound === "lowest" ? actual >= limit : actual <= limit };
  });
}

function named({ efficiency, wastedBytes, userWastedPercent }: DiveMetrics): Facts["judged"] {
  return { efficiency, wastedBytes, wastedPercent: userWastedPercent };
}
