import { humanSize } from "../../text/bytes.js";
import { type SlimSaving, slimSaving } from "../../words/slim-words.js";
import type { CiResult } from "./ci-result.js";

type GateResult = Pick<CiResult, "analysis" | "verdicts" | "base">;

/**
 * Returns the bytes that `layerx slim` would save, if a rule about waste or about the size of the image
 * failed; `null` otherwise.
 */
export function slimSuggestion({ analysis: { metrics }, verdicts, base }: GateResult): SlimSaving | null {
  const helps = verdicts.some(
    ({ pass, rule }) => !pass && (rule.kind.topic === "waste" || rule.kind.topic === "size"),
  );
  if (!helps) return null;
  const wasted = metrics.layers.map(({ wastedBytes }, layer) => ({ layer, bytes: wastedBytes ?? 0 }));
  return slimSaving(wasted, base.counted ? base.found : null);
}

/** Returns the same as a sentence. */
export function slimSuggestionText(result: GateResult): string | null {
  const saving = slimSuggestion(result);
  if (saving === null) return null;
  return `Without changing the Dockerfile: \`${saving.command}\` saves ${humanSize(saving.bytes)}.`;
}
