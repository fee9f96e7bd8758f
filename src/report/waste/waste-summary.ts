import type { Analysis } from "../../analysis/analyze.js";
import { CAUSES, type Cause, type WastedCopy } from "../../analysis/waste/causes.js";
import { groupWaste, type WasteFinding } from "../../analysis/waste/waste-groups.js";
import { humanSize } from "../../text/bytes.js";
import { counted } from "../../text/count.js";
import { slimHint } from "../../words/slim-words.js";
import type { ImageFindings } from "../image/image-json.js";
import { amount } from "../text/amount.js";

/** The waste of an image for reports: the sum, by cause, and the findings. */
export interface WasteSummary {
  /** `94.43%` */
  readonly efficiency: string;
  /** `20kB wasted in 10 files, 3% of the bytes written above the base`; `no byte is wasted`. */
  readonly sentence: string;
  /** The causes, the one with the most bytes first. */
  readonly causes: readonly CauseSum[];
  /** The largest findings, with at least one of each cause, so that each cause comes with advice. */
  readonly first: readonly WasteFinding[];
  readonly rest: readonly WasteFinding[];
  /**
   * A sentence about the bytes that can be saved without a change to the Dockerfile; `null` if there are
   * none.
   */
  readonly slim: string | null;
}

interface CauseSum {
  readonly cause: Cause;
  readonly bytes: number;
  /** The share of all wasted bytes: 0 to 1. */
  readonly share: number;
  readonly files: number;
}

const FINDINGS_SHOWN = 6;

export function wasteSummary({ analysis, copies, wasteFindings, base }: ImageFindings): WasteSummary {
  return {
    efficiency: amount(analysis.metrics.efficiency, "ratio"),
    sentence: wasteSentence(analysis, copies, { baseCounted: base.counted }),
    causes: causeSums(copies),
    ...leadingFindings(wasteFindings),
    slim: slimHint(copies, base.counted ? base.found : null),
  };
}

/** Returns the wasted bytes as a phrase, with their part of the bytes written above the base image. */
function wasteSentence(
  { metrics: { wastedBytes, wastedPercent } }: Pick<Analysis, "metrics">,
  copies: readonly WastedCopy[],
  { baseCounted }: { readonly baseCounted: boolean },
): string {
  if (copies.length === 0) return "no byte is wasted";
  const above = `${amount(wastedPercent, "ratio")} of the bytes written above the ${baseCounted ? "base" : "first layer"}`;
  return `${humanSize(wastedBytes)} wasted in ${counted(copies.length, "file")}, ${above}`;
}

function causeSums(copies: readonly WastedCopy[]): CauseSum[] {
  const groups = groupWaste(copies, "cause");
  const all = groups.reduce((sum, { bytes }) => sum + bytes, 0);
  return groups.map(({ bytes, copies: [first, ...others] }) => ({
    cause: first.cause,
    bytes,
    share: bytes / all,
    files: others.length + 1,
  }));
}

function leadingFindings(findings: readonly WasteFinding[]): Pick<WasteSummary, "first" | "rest"> {
  const first = new Set(CAUSES.flatMap((cause) => findings.find((finding) => finding.cause === cause) ?? []));
  for (const finding of findings) if (first.size < FINDINGS_SHOWN) first.add(finding);
  return {
    first: findings.filter((finding) => first.has(finding)),
    rest: findings.filter((finding) => !first.has(finding)),
  };
}
