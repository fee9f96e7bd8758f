import type { Reports } from "../explorer/reports.js";
import { DEFAULT_SETTINGS } from "../explorer/settings.js";
import { initialState } from "../explorer/state.js";
import { Subject } from "../explorer/subject.js";
import { sourceName } from "../image/source-name.js";
import { exploreAndCompare } from "./explore-and-compare.js";
import { analysed, type ExplorerWorld, inTerminal, type OpenImage } from "./in-terminal.js";
import { withProgress } from "./with-progress.js";

export interface ExplorerOptions extends ExplorerWorld {
  /** The image as the user named it. */
  readonly source: string;
  readonly open: OpenImage;
  readonly reports: Reports;
  /** Opens another image, as the user names it there, to see this one against it. */
  readonly openOther?: (source: string) => OpenImage;
}

/**
 * Opens an image and explores it in the terminal until the user quits. While it opens, progress is shown, and
 * `q`, esc and ctrl-c cancel. Where the archive holds several images, it asks which.
 * @returns 0 when the user quit; 130 when opening was cancelled, a signal ended it, or the terminal went away.
 * @throws what opening or reading the image throws, when the terminal has been given back.
 */
export function openExplorer(options: ExplorerOptions): Promise<0 | 130> {
  const { settings = DEFAULT_SETTINGS, source, open, openOther, reports } = options;
  return inTerminal(options, async (tools) => {
    const waiting = { ...tools, source: sourceName(source) };
    const analysis = await withProgress(waiting, (wait) => analysed(open, wait));
    if (analysis === null) return 130;
    const state = initialState(new Subject(analysis), tools.display.size, {
      ...settings,
      reports: reports.formats,
    });
    return exploreAndCompare(state, { ...tools, settings, openOther, reports });
  });
}
