import type { Verdict } from "../../analysis/gate/verdict.js";
import { humanSize } from "../../text/bytes.js";

/** A verdict, as far as it tells how far a rule is from holding. */
type Distance = Pick<Verdict, "rule" | "toPass">;

/**
 * How far a rule is from holding: `13.2MB too much`, `16.9kB too much waste`, `2 too many`; empty where it holds, where that is
 * no number, or where the limit is 0 and the measured value says it. Sizes are rounded up: that much is enough.
 */
export function tooMuch({ rule: { kind, limit }, toPass }: Distance): string {
  if (toPass === null || (limit === 0 && kind.unit !== "ratio")) return "";
  const { amount, of } = toPass;
  if (of === "layers" || of === "paths") return `${amount} too many`;
  return `${humanSize(roundedUp(amount))} too much${kind.unit === "ratio" ? " waste" : ""}`;
}

/** To three digits, of which a size for people shows all. */
function roundedUp(bytes: number): number {
  const step = 10 ** Math.max(String(bytes).length - 3, 0);
  return Math.ceil(bytes / step) * step;
}
