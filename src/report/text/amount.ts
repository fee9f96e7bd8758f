import type { RuleUnit } from "../../analysis/gate/rules/rule-limit.js";
import { humanSize } from "../../text/bytes.js";
import { percentText } from "../../text/percent.js";

/** Returns a measured value for people: `62.5%`, `12.3MB`, `7`. Percentages have at most two decimals. */
export function amount(value: number, unit: RuleUnit): string {
  if (unit === "ratio") return percentText(value);
  return unit === "bytes" ? humanSize(value) : String(value);
}

/** Returns two values for people, with as many digits as are needed to distinguish them. */
export function amountsApart(a: number, b: number, unit: RuleUnit): readonly [string, string] {
  if (a === b || amount(a, unit) !== amount(b, unit)) return [amount(a, unit), amount(b, unit)];
  if (unit !== "ratio") return [`${a}B`, `${b}B`];
  for (let digits = 3; digits < 16; digits++) {
    if (percentText(a, digits) !== percentText(b, digits))
      return [percentText(a, digits), percentText(b, digits)];
  }
  return [`${a}`, `${b}`];
}
