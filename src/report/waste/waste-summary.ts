import { slimHint } from "../../analysis/advice/slim-hint.js";
import type { Analysis } from "../../analysis/analyze.js";
import { CAUSES, type Cause, type DeadCopy } from "../../analysis/waste/waste.js";
import { groupWaste, type Offender } from "../../analysis/waste/waste-groups.js";
import { humanSize } from "../../text/bytes.js";
import { counted } from "../../text/count.js";
import { amount } from "../formats/amount.js";
import type { ImageFindings } from "../image/image-json.js";

/** The waste of an image for people: how much, by cause, and its stories. */
export interface WasteSummary {
  /** `94.43%` */
  readonly efficiency: string;
  /** `20kB dead in 10 files, 3% of what was written above the base`; `no byte is dead`. */
  readonly sentence: string;
  /** The one with most bytes first. */
  readonly causes: readonly CauseSum[];
  /** The biggest stories, among them one of each cause, so that each cause comes with what to change. */
  readonly first: readonly Offender[];
  readonly rest: readonly Offender[];
  /** What helps without a change to the Dockerfile; `null` where nothing is to be saved. */
  readonly slim: string | null;
}

interface CauseSum {
  readonly cause: Cause;
  readonly bytes: number;
  /** Of all dead bytes: 0 to 1. */
  readonly share: number;
  readonly files: number;
}

const STORIES_SHOWN = 6;

export function wasteSummary({ analysis, copies, stories, base }: ImageFindings): WasteSummary {
  return {
    efficiency: amount(analysis.metrics.efficiency, "ratio"),
    sentence: wasteSentence(analysis, copies, { baseCounted: base.counted }),
    causes: causeSums(copies),
    ...leadingStories(stories),
    slim: slimHint(copies, base.counted ? base.found : null),
  };
}

/** How much is dead, in a phrase; where the base is known, what stands above it is what the user wrote. */
function wasteSentence(
  { metrics: { wastedBytes, wastedPercent } }: Pick<Analysis, "metrics">,
  copies: readonly DeadCopy[],
  { baseCounted }: { readonly baseCounted: boolean },
): string {
  if (copies.length === 0) return "no byte is dead";
  const above = `${amount(wastedPercent, "ratio")} of what was written above the ${baseCounted ? "base" : "first layer"}`;
  return `${humanSize(wastedBytes)} dead in ${counted(copies.length, "file")}, ${above}`;
}

function causeSums(copies: readonly DeadCopy[]): CauseSum[] {
  const groups = groupWaste(copies, "cause");
  const all = groups.reduce((sum, { bytes }) => sum + bytes, 0);
  return groups.map(({ bytes, copies: [first, ...others] }) => ({
    cause: first.cause,
    bytes,
    share: bytes / all,
    files: others.length + 1,
  }));
}

function leadingStories(stories: readonly Offender[]): Pick<WasteSummary, "first" | "rest"> {
  const first = new Set(CAUSES.flatMap((cause) => stories.find((story) => story.cause === cause) ?? []));
  for (const story of stories) if (first.size < STORIES_SHOWN) first.add(story);
  return {
    first: stories.filter((story) => first.has(story)),
    rest: stories.filter((story) => !first.has(story)),
  };
}
