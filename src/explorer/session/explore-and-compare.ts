import { compare } from "../../analysis/diff/compare.js";
import { excludeGlobs } from "../../analysis/diff/exclude-globs.js";
import { LayerxError } from "../../errors.js";
import { sourceName } from "../../image/source-name.js";
import { comparedState } from "../comparison/compared-state.js";
import { comparedSubject } from "../comparison/compared-subject.js";
import { withProgress } from "../opening/with-progress.js";
import type { Reports } from "../pages/report/reports.js";
import type { Settings } from "../settings.js";
import type { State } from "../state.js";
import { type Ended, explore } from "./explore.js";
import { analysed, type OpenImage, type Tools } from "./in-terminal.js";

interface CompareTools extends Tools {
  readonly settings: Settings;
  readonly reports: Reports;
  readonly openOther?: ((source: string) => OpenImage) | undefined;
}

/**
 * Explores an image until the user quits. Where another image is asked for, what changed from that one to this is
 * explored meanwhile; the user comes back to the state that was left.
 */
export async function exploreAndCompare(from: State, tools: CompareTools): Promise<0 | 130> {
  let state = from;
  let says: string | null = null;
  for (;;) {
    const ended: Ended = await explore(state, { ...tools, says });
    if (ended.is !== "compare") return ended.is === "quit" ? 0 : 130;
    state = ended.state;
    const compared = await compareWith(ended, tools);
    if (tools.gone.aborted) return 130;
    if (compared === "quit") return 0;
    says = compared;
  }
}

/** @returns why it could not be, `null` when the user came back from it, or `quit`. */
async function compareWith(
  { source, state }: Extract<Ended, { is: "compare" }>,
  tools: CompareTools,
): Promise<string | null> {
  const { display, openOther } = tools;
  if (openOther === undefined) return "no other image can be opened here";
  const compared = await opened(source, state, tools, openOther).catch((error: unknown) =>
    whyNot(source, error),
  );
  if (compared === null || typeof compared === "string") return compared;
  const opens = comparedState(compared, display.size, tools.settings);
  const ended = await explore(opens, { ...tools, reports: null });
  return ended.is === "quit" && ended.everything ? "quit" : null;
}

async function opened(
  source: string,
  { subject }: State,
  tools: CompareTools,
  openOther: (source: string) => OpenImage,
) {
  return withProgress({ ...tools, source: sourceName(source) }, async (waiting) => {
    const before = await analysed(openOther(source), waiting);
    waiting.onProgress({ phase: "comparing", doneBytes: 0, totalBytes: null });
    const exclude = excludeGlobs(tools.settings.exclude);
    return comparedSubject(await compare(before, subject.analysis, { exclude, signal: waiting.signal }));
  });
}

function whyNot(source: string, error: unknown): string {
  if (error instanceof LayerxError) return `${error.what}: ${error.why}`;
  return `cannot compare with ${source}: ${String(error)}`;
}
