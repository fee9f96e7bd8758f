import { compareImages } from "../../analysis/diff/compare-images.js";
import { excludeGlobs } from "../../analysis/diff/exclude-globs.js";
import type { Image } from "../../image/image.js";
import { sourceName } from "../../image/source-name.js";
import { comparedState } from "../comparison/compared-state.js";
import { comparedSubject } from "../comparison/compared-subject.js";
import { withProgress } from "../opening/with-progress.js";
import type { Reports } from "../pages/report/reports.js";
import type { Settings } from "../settings.js";
import type { State } from "../state.js";
import { type Ended, explore } from "./explore.js";
import { analysed, failedText, type OpenImage, type OpenSubject, type Tools } from "./in-terminal.js";
import { switchPlatform } from "./switch-platform.js";

interface ImageTools extends Tools {
  readonly settings: Settings;
  /** Closes an image that the user left. */
  release(image: Image): Promise<void>;
  readonly reports: Reports;
  readonly openOther?: ((source: string) => OpenImage) | undefined;
  readonly openPlatform?: ((digest: string) => OpenSubject) | undefined;
}

/**
 * Explores an image until the user quits. The user may compare it with another image, which then returns to
 * the same state, or switch to another platform.
 */
export async function exploreImage(from: State, tools: ImageTools): Promise<0 | 130> {
  let state = from;
  let says: string | null = null;
  for (;;) {
    const ended: Ended = await explore(state, { ...tools, says });
    if (ended.is === "quit") return 0;
    if (ended.is === "closed") return 130;
    state = ended.state;
    if (ended.is === "choose-platform") {
      const { image } = state.subject.analysis;
      const switched = await switchPlatform(state, tools);
      state = switched.state;
      says = switched.problem;
      if (state.subject.analysis.image !== image) await tools.release(image);
    } else {
      says = await compareWith(ended, tools);
      if (says === QUIT) return tools.closed.aborted ? 130 : 0;
    }
    if (tools.closed.aborted) return 130;
  }
}

/** The user quit everything while comparing. */
const QUIT = "quit";

/**
 * @returns why two images cannot be compared, `null` when the user came back from the comparison, or `QUIT`.
 */
async function compareWith(
  { source, state }: Extract<Ended, { is: "compare" }>,
  tools: ImageTools,
): Promise<string | null> {
  const { display, openOther } = tools;
  if (openOther === undefined) return "no other image can be opened here";
  const compared = await opened(source, state, tools, openOther).catch((error: unknown) =>
    failedText(error, { ...tools, source: sourceName(source) }),
  );
  if (compared === null || typeof compared === "string") return compared;
  const opens = { ...comparedState(compared, display.size, tools.settings), fromImage: true };
  const ended = await explore(opens, { ...tools, reports: null });
  if (compared.comparison !== null) await tools.release(compared.comparison.comparison.a.image);
  return ended.is === "quit" && ended.everything ? QUIT : null;
}

async function opened(
  source: string,
  { subject }: State,
  tools: ImageTools,
  openOther: (source: string) => OpenImage,
) {
  return withProgress({ ...tools, source: sourceName(source) }, async (waiting) => {
    const before = await analysed(openOther(source), waiting);
    waiting.onProgress({ phase: "comparing", doneBytes: 0, totalBytes: null });
    const exclude = excludeGlobs(tools.settings.exclude);
    return comparedSubject(
      await compareImages(before, subject.analysis, { exclude, signal: waiting.signal }),
    );
  });
}
