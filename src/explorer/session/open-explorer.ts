import { type Base, guessedBase } from "../../analysis/base-image.js";
import { earlyLayers } from "../../image/early-layer.js";
import type { Image } from "../../image/image.js";
import { sourceName } from "../../image/source-name.js";
import type { OpeningProgress } from "../opening/opening-screen.js";
import { withProgress } from "../opening/with-progress.js";
import type { Reports } from "../pages/report/reports.js";
import { DEFAULT_SETTINGS } from "../settings.js";
import { initialState } from "../state.js";
import { Subject } from "../subject.js";
import { exploreImage } from "./explore-image.js";
import {
  type ExplorerWorld,
  inTerminal,
  type OpenImage,
  type OpenSubject,
  readHeaders,
} from "./in-terminal.js";

type FindBase = (
  image: Image,
  onProgress: (progress: OpeningProgress) => void,
  signal: AbortSignal,
) => Promise<Base | null>;

export interface ExplorerOptions extends ExplorerWorld {
  /** The image as the user named it. */
  readonly source: string;
  readonly open: OpenImage;
  readonly reports: Reports;
  /**
   * Finds the end of the opened image's base; `null` if it is unknown. Another image may be read for it. By
   * default the image history is used.
   */
  readonly findBase?: FindBase;
  /** Opens another image by the name that the user typed, to compare it with this one. */
  readonly openOther?: (source: string) => OpenImage;
  /** Opens another platform of the image, by the digest of its manifest or its ID. */
  readonly openPlatform?: (digest: string) => OpenImage;
  /** Closes an image that the user left for another platform, or after a comparison. */
  readonly release: (image: Image) => Promise<void>;
}

/**
 * Opens an image and explores it in the terminal until the user quits. While it opens, progress is shown, and
 * `q`, esc and ctrl-c cancel. If the archive has several images, the user chooses one.
 * @returns 0 when the user quit; 130 when opening was cancelled, a signal ended it, or the terminal was
 * closed.
 * @throws as opening or reading the image, after the terminal was restored.
 */
export function openExplorer(options: ExplorerOptions): Promise<0 | 130> {
  const { settings = DEFAULT_SETTINGS, source, open, openOther, openPlatform, release, reports } = options;
  const { findBase = async (image) => guessedBase(image) } = options;
  const subjectFrom =
    (openImage: OpenImage): OpenSubject =>
    async (wait) => {
      const image = await openImage(wait);
      wait.onLayers(earlyLayers(image));
      const base = await findBase(image, wait.onProgress, wait.signal);
      return new Subject(await readHeaders(image, wait), base);
    };
  return inTerminal(options, async (tools) => {
    const waiting = { ...tools, source: sourceName(source) };
    const subject = await withProgress(waiting, subjectFrom(open));
    if (subject === null) return 130;
    const state = initialState(subject, tools.display.size, {
      ...settings,
      reports: reports.formats,
      home: homeOf(options.env),
    });
    return exploreImage(state, {
      ...tools,
      settings,
      reports,
      openOther,
      release,
      openPlatform: openPlatform && ((digest) => subjectFrom(openPlatform(digest))),
    });
  });
}

/** Returns the user's home folder; `null` if the environment does not have it. */
function homeOf({ HOME, USERPROFILE }: ExplorerWorld["env"]): string | null {
  return HOME || USERPROFILE || null;
}
