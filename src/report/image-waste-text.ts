import type { Analysis } from "../analysis/analyze.js";
import { CAUSES, type DeadCopy } from "../analysis/waste.js";
import { groupWaste, type Offender } from "../analysis/waste-groups.js";
import { humanSize } from "../text/bytes.js";
import { counted } from "../text/count.js";
import { amount } from "./amount.js";
import type { Frame } from "./frame.js";
import type { ImageFindings } from "./image-json.js";
import { shareBar } from "./share-bar.js";
import { storyLines } from "./waste-stories.js";

const STORIES_SHOWN = 6;
const BAR_COLUMNS = 10;

interface WasteFrame extends Frame {
  /** Where the base is known, what stands above it is what the user wrote. */
  readonly baseCounted: boolean;
}

/** The waste of an image: how much, by cause, and the worst of it with the instructions and what to change. */
export function wasteSummaryText(
  analysis: Analysis,
  { copies, stories }: Pick<ImageFindings, "copies" | "stories">,
  frame: WasteFrame,
): string[] {
  const { paint, columns, baseCounted } = frame;
  const title = `${paint.bold("Efficiency")} ${amount(analysis.metrics.efficiency, "ratio")}`;
  const sentence = wasteSentence(analysis, copies, { baseCounted });
  if (copies.length === 0) return [`${title}: ${sentence}`];
  const { first, rest } = leadingStories(stories);
  return [
    `${title}: ${sentence}`,
    ...causeLines(copies, frame),
    "",
    paint.bold("What to change"),
    ...storyLines(analysis, [...first, ...rest], { columns, style: paint, top: first.length }),
  ];
}

/** How much is dead, in a phrase: `20kB dead in 14 files, 12% of what was written above the base`. */
export function wasteSentence(
  { metrics: { wastedBytes, wastedPercent } }: Pick<Analysis, "metrics">,
  copies: readonly DeadCopy[],
  { baseCounted }: Pick<WasteFrame, "baseCounted">,
): string {
  if (copies.length === 0) return "no byte is dead";
  const above = `${amount(wastedPercent, "ratio")} of what was written above the ${baseCounted ? "base" : "first layer"}`;
  return `${humanSize(wastedBytes)} dead in ${counted(copies.length, "file")}, ${above}`;
}

function causeLines(copies: readonly DeadCopy[], { paint }: Frame): string[] {
  const groups = groupWaste(copies, "cause");
  const all = groups.reduce((sum, { bytes }) => sum + bytes, 0);
  return groups.map(({ bytes, copies: [first, ...others] }) => {
    const bar = shareBar(bytes / all, BAR_COLUMNS).padEnd(BAR_COLUMNS);
    const files = counted(others.length + 1, "file");
    return `${humanSize(bytes).padStart(9)}  ${paint.cyan(bar)}  ${paint.yellow(first.cause.padEnd(11))}  ${files}`;
  });
}

/** The biggest stories, among them one of each cause, so that each cause comes with what to change. */
export function leadingStories(
  stories: readonly Offender[],
  shown = STORIES_SHOWN,
): { first: Offender[]; rest: Offender[] } {
  const first = new Set(CAUSES.flatMap((cause) => stories.find((story) => story.cause === cause) ?? []));
  for (const story of stories) if (first.size < shown) first.add(story);
  return {
    first: stories.filter((story) => first.has(story)),
    rest: stories.filter((story) => !first.has(story)),
  };
}
