import type { Basis, NumberRule, Rule } from "./rule.js";
import { NUMBER_RULES, type RuleKey } from "./rules/all-rules.js";
import type { Limit } from "./rules/rule-limit.js";

export type GivenLimits = ReadonlyMap<RuleKey, Limit>;

/** The limits of a file; `basis` is `dive` for a `.dive-ci`. */
export interface FileRules {
  readonly basis: Basis;
  readonly limits: GivenLimits;
  /** The rules that only warn. */
  readonly warnings?: ReadonlySet<RuleKey>;
}

/**
 * Returns the rules about numbers that are on. An option of the command line is used before the limit of a
 * file. The defaults are used only if neither sets any limit. With a `.dive-ci` they are also used for each
 * rule that the file does not set, as in dive. `disabled` switches off a rule of the file or a default. A
 * rule of a `.dive-ci` uses dive's numbers, all others the exact ones, unless `basis` is given.
 */
export function chooseRules(given: {
  readonly flags: GivenLimits;
  readonly file: FileRules | null;
  readonly basis?: Basis;
  /** True if rules of another kind are on. Then the defaults are not used. */
  readonly others?: boolean;
}): NumberRule[] {
  const { flags, file, others = false } = given;
  const limits = [...flags.values(), ...(file?.limits.values() ?? [])];
  const noneGiven = !others && limits.every((limit) => limit === "disabled");
  const isDive = file?.basis === "dive";
  return NUMBER_RULES.flatMap((kind): NumberRule[] => {
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
