import type { RuleUnit } from "./rule-limit.js";

/**
 * The subject of a rule. It decides which offenders a failed rule names. Only for `waste`, an ignore with a
 * path changes the measured value.
 */
export type RuleTopic = "waste" | "size" | "layer count" | "layer size" | "paths";

/** The documentation of one key of `.layerx.yaml`, for `--explain` and reports. */
export interface RuleDoc {
  /** One sentence: the condition that fails, or the setting. */
  readonly what: string;
  /** One sentence: the purpose, and what to do if the rule fails. */
  readonly why: string;
  /** The key as it is written in a file. */
  readonly example: string;
  /** The URL of a page of another project that explains more; absent if there is none. */
  readonly source?: string;
}

/** A kind of rule: everything that the gate, the command line, the rules file and the reports need. */
export interface RuleKind {
  /** Its name in `.layerx.yaml`; for a growth rule its name in reports. */
  readonly key: string;
  /** Its name in `.dive-ci`; `null` if dive has no such rule. Then the rule always uses the exact numbers. */
  readonly diveKey: string | null;
  /** Its option on the command line, without dashes, and the help text; `null` if only a file can set it. */
  readonly flag: { readonly name: string; readonly describe: string } | null;
  readonly unit: RuleUnit;
  /** `lowest`: the limit is the lowest value that passes. `highest`: it is the highest. */
  readonly bound: "lowest" | "highest";
  readonly topic: RuleTopic;
  /** True if only layers above the base count. */
  readonly aboveBase: boolean;
  /** The measured number in words; printable. */
  readonly subject: string;
  readonly doc: RuleDoc;
}

/** The numbers of one image that rules measure. Sizes in bytes. */
export interface ImageNumbers {
  readonly size: number;
  readonly rootfsSize: number;
  /** Filesystem layers. */
  readonly layers: number;
  readonly wastedBytes: number;
  /** 0 to 1. In dive's arithmetic for a rule that uses dive's numbers. */
  readonly efficiency: number;
  /** 0 to 1, above the base. In dive's arithmetic for a rule that uses dive's numbers. */
  readonly wastedPercent: number;
  readonly sizeAboveBase: number;
  readonly layersAboveBase: number;
  readonly wastedBytesAboveBase: number;
}

/** A rule about one number of the image. */
export interface NumberRuleKind extends RuleKind {
  /** The limit if the user gives no rule at all; `null`: then the rule is off. */
  readonly defaultLimit: number | null;
  measure(image: ImageNumbers): number;
}

/** The numbers of an earlier image that growth rules compare with. */
export type EarlierNumbers = Pick<ImageNumbers, "size" | "layers" | "wastedBytes" | "efficiency">;

/**
 * A rule about the growth of one number since a baseline. Its key is not a key of `.layerx.yaml`: `baseline`
 * sets it.
 */
export interface GrowthRuleKind extends RuleKind {
  /** Its name below `baseline: growth:`. */
  readonly growth: keyof EarlierNumbers;
  /** Returns the value that a percentage in the file refers to. */
  whole(earlier: EarlierNumbers): number;
  /** Returns the growth; 0 if the number became smaller. */
  measure(image: ImageNumbers, earlier: EarlierNumbers): number;
}

/** A kind of rule that a file lists several times, each time with another subject. */
export type ListRuleKind = Omit<RuleKind, "subject">;
