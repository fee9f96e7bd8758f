import { WriteStream } from "node:tty";
import { type Analysis, analyze } from "../analysis/analyze.js";
import { type Base, guessedBase } from "../analysis/base.js";
import type { Reports } from "../explorer/reports.js";
import { DEFAULT_SETTINGS, type Settings } from "../explorer/settings.js";
import type { PickImage } from "../image/choice.js";
import type { Image } from "../image/image.js";
import { sourceName } from "../image/source-name.js";
import { askWhich } from "./ask-which.js";
import { Crash, Display, type TerminalWorld } from "./display.js";
import { explore } from "./explore.js";
import type { Look } from "./line.js";
import { type OpeningProgress, openingLines } from "./opening.js";
import { themeOf } from "./theme/theme.js";

export interface ExplorerOptions extends TerminalWorld {
  /** Not written to: the screen is stdout, and what goes wrong is thrown. */
  readonly stderr: NodeJS.WritableStream;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly colour: boolean;
  readonly settings?: Settings;
  /** What a relative path to write to starts from. */
  readonly cwd: string;
  readonly reports: Reports;
  /** Ends the explorer (SIGTERM, SIGHUP, ctrl-c from outside); the terminal is given back before it resolves. */
  readonly signal: AbortSignal;
  /** The image as the user named it. */
  readonly source: string;
  /** `pick` asks the user where it is not clear which image is meant. */
  open(onProgress: (progress: OpeningProgress) => void, signal: AbortSignal, pick: PickImage): Promise<Image>;
  /**
   * Finds where the base of the opened image ends; `null` where that does not show. Another image may be read for it. By
   * default what the history tells.
   */
  findBase?(
    image: Image,
    onProgress: (progress: OpeningProgress) => void,
    signal: AbortSignal,
  ): Promise<Base | null>;
}

/**
 * Opens an image and explores it in the terminal until the user quits. While it opens, progress is shown, and
 * `q`, esc and ctrl-c cancel. Where the archive holds several images, it asks which.
 * @returns 0 when the user quit; 130 when opening was cancelled, a signal ended it, or the terminal went away.
 * @throws what opening or reading the image throws, when the terminal has been given back.
 */
export async function openExplorer(options: ExplorerOptions): Promise<0 | 130> {
  const { settings = DEFAULT_SETTINGS, cwd, reports } = options;
  const look = lookOf(options, settings);
  const display = new Display(options, settings);
  const gone = AbortSignal.any([options.signal, display.gone]);
  try {
    const found = await opened({ ...options, look }, display, gone);
    const code =
      found === null
        ? 130
        : await explore(found.analysis, { base: found.base, display, gone, look, settings, cwd, reports });
    if (display.gone.reason instanceof Crash) throw display.gone.reason.cause;
    return code;
  } finally {
    display.close();
  }
}

function lookOf({ colour, stdout, env }: ExplorerOptions, { theme, ascii }: Settings): Look {
  const depth = stdout instanceof WriteStream ? stdout.getColorDepth(env) : 4;
  return { colour, ascii, theme: themeOf(theme, depth === 24 || depth === 8 ? depth : 4) };
}

/** Milliseconds between two frames of progress: reading comes first. */
const PROGRESS_MS = 60;

interface Opened {
  readonly analysis: Analysis;
  readonly base: Base | null;
}

/** Opens and analyses, with progress on the screen; `null` when that was cancelled. */
async function opened(
  { open, findBase, look, ...options }: ExplorerOptions & { readonly look: Look },
  display: Display,
  gone: AbortSignal,
): Promise<Opened | null> {
  const cancel = new AbortController();
  const signal = AbortSignal.any([gone, cancel.signal]);
  const source = sourceName(options.source);
  let started = performance.now();
  let progress: OpeningProgress = { phase: "opening", doneBytes: 0, totalBytes: null };
  let drawn = started;
  const draw = () => {
    drawn = performance.now();
    display.show(openingLines({ source, progress, ms: drawn - started }, display.size, look));
  };
  const onProgress = (next: OpeningProgress) => {
    const due = next.phase !== progress.phase || performance.now() - drawn >= PROGRESS_MS;
    progress = next;
    if (due) draw();
  };
  display.onRedraw = draw;
  display.onKeys = (keys) => {
    if (keys.some((key) => ["q", "esc", "ctrl-c"].includes(key))) cancel.abort();
    else if (keys.includes("ctrl-z")) display.suspend();
  };
  draw();
  try {
    const leave = () => cancel.abort();
    const image = await open(onProgress, signal, async (unclear) => {
      const choice = await askWhich(unclear, { display, look, source, signal, leave });
      // How long the user took says nothing of how long reading takes.
      started = performance.now();
      draw();
      return choice;
    });
    const base = findBase === undefined ? guessedBase(image) : await findBase(image, onProgress, signal);
    const analysis = await analyze(image, {
      digests: true,
      signal,
      onProgress: (doneBytes, totalBytes) => onProgress({ phase: "reading layers", doneBytes, totalBytes }),
    });
    return { analysis, base };
  } catch (error) {
    if (signal.aborted) return null;
    throw error;
  }
}
