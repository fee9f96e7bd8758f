import type { RuleUnit } from "./rule-limit.js";

/**
 * What a rule is about. It decides which offenders a failed rule names, and whether an ignore with a path changes the
 * measured value: only for `waste` it does.
 */
export type RuleTopic = "waste" | "size" | "layer count" | "layer size" | "paths";

/** The documentation of one key of `.layerx.yaml`, for `--explain` and reports. */
export interface RuleDoc {
  /** What fails, or what the key sets, in one sentence. */
  readonly what: string;
  /** Why a user wants it, and what to do if it fails. */
  readonly why: string;
  /** As it is written in a file. */
  readonly example: string;
  /** A page of another project that explains more; absent if there is none. */
  readonly source?: string;
}

/** A kind of rule: everything that the gate, the command line, the rules file and the reports need. */
export interface RuleKind {
  /** Its name in `.layerx.yaml`; for a growth rule its name in reports. */
  readonly key: string;
  /** Its name in `.dive-ci`; `null` if dive has no such rule. Then only the exact numbers apply. */
  readonly diveKey: string | null;
  /** Its option on the command line, without dashes, and the help text; `null` if only a file can set it. */
  readonly flag: { readonly name: string; readonly describe: string } | null;
  readonly unit: RuleUnit;
  /** Whether the limit is the lowest value that passes, or the highest. */
  readonly bound: "lowest" | "highest";
  readonly topic: RuleTopic;
  /** True if only layers above the base count. */
  readonly aboveBase: boolean;
  /** What is measured, in words; printable. */
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
  /** 0 to 1; dive's for a rule in dive's arithmetic. */
  readonly efficiency: number;
  /** 0 to 1, above the base; dive's for a rule in dive's arithmetic. */
  readonly wastedPercent: number;
  readonly sizeAboveBase: number;
  readonly layersAboveBase: number;
  readonly wastedBytesAboveBase: number;
}

/** A rule about one number of the image. */
export interface NumberRuleKind extends RuleKind {
  /** The limit if the user gives no rule at all; `null`: the rule is off then. */
  readonly defaultLimit: number | null;
  measure(image: ImageNumbers): number;
}

/** The numbers of an earlier image that growth rules compare with. */
export type EarlierNumbers = Pick<ImageNumbers, "size" | "layers" | "wastedBytes" | "efficiency">;

/** A rule about how much one number grew since a baseline. Its key is not a key of `.layerx.yaml`: `baseline` sets it. */
export interface GrowthRuleKind extends RuleKind {
  /** Its name below `baseline: growth:`. */
  readonly growth: keyof EarlierNumbers;
  /** The value that a percentage in the file refers to. */
  whole(earlier: EarlierNumbers): number;
  /** How much it grew; 0 if it shrank. */
  measure(image: ImageNumbers, earlier: EarlierNumbers): number;
}

/** A kind of rule that a file lists several times; each time has its own subject. */
export type ListRuleKind = Omit<RuleKind, "subject">;
