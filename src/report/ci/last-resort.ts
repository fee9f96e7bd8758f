import { humanSize } from "../../text/bytes.js";
import { type SlimSaving, slimSaving } from "../../words/slim-words.js";
import type { CiResult } from "./ci-result.js";

type Judged = Pick<CiResult, "analysis" | "verdicts" | "base">;

/**
 * What `layerx slim` would save, where a rule about waste or about the size of the image is broken; `null` otherwise.
 */
export function lastResort({ analysis: { metrics }, verdicts, base }: Judged): SlimSaving | null {
  const helps = verdicts.some(
    ({ pass, rule }) => !pass && (rule.kind.topic === "waste" || rule.kind.topic === "size"),
  );
  if (!helps) return null;
  const wasted = metrics.layers.map(({ wastedBytes }, layer) => ({ layer, bytes: wastedBytes ?? 0 }));
  return slimSaving(wasted, base.counted ? base.found : null);
}

/** The same for people. */
export function lastResortText(result: Judged): string | null {
  const saving = lastResort(result);
  if (saving === null) return null;
  return `Without changing the Dockerfile: \`${saving.command}\` saves ${humanSize(saving.bytes)}.`;
}
