import { WriteStream } from "node:tty";
import { type Analysis, analyze } from "../../analysis/analyze.js";
import { LayerxError } from "../../errors.js";
import { earlyLayers } from "../../image/early-layer.js";
import type { Image } from "../../image/image.js";
import { layoutLoaded } from "../../ink/layout.js";
import type { Printable } from "../../text/escape.js";
import type { Look } from "../drawing/row.js";
import { showFailure } from "../opening/failure-screen.js";
import { LateWaits } from "../opening/late-waits.js";
import type { Waiting } from "../opening/with-progress.js";
import { DEFAULT_SETTINGS, type Settings } from "../settings.js";
import type { Subject } from "../subject.js";
import { Crash, Display, type Screen, type TerminalWorld } from "../terminal/display.js";
import { themeOf } from "../theme/theme.js";

import type { FilePrograms } from "./file-program.js";

/** The explorer's view of the world, for all subjects. */
export interface ExplorerWorld extends TerminalWorld {
  /** Never written: the screen is on stdout, and errors are thrown. */
  readonly stderr: NodeJS.WritableStream;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly colour: boolean;
  readonly settings?: Settings;
  /** The folder from which relative targets start. */
  readonly cwd: string;
  /**
   * Ends the explorer (SIGTERM, SIGHUP, ctrl-c from outside). The terminal is restored before it resolves.
   */
  readonly signal: AbortSignal;
  /** `$PAGER` and `$EDITOR`; without it files cannot be opened in them. */
  readonly programs?: FilePrograms;
  /** Returns the names of local images that begin with a typed text; without it only files are completed. */
  readonly imageNames?: ImageNames;
}

/** Returns the names of local images that begin with a typed text. */
type ImageNames = (typed: string) => Promise<readonly string[]>;

/** Opens an image while the user waits. */
export type OpenImage = (waiting: Waiting) => Promise<Image>;

/** Opens an image and analyses it while the user waits. */
export type OpenSubject = (waiting: Waiting) => Promise<Subject>;

/** Tools for drawing screens and waiting for keys. */
export interface Tools {
  readonly display: Screen;
  readonly look: Look;
  /** Aborted when the terminal was closed or the process ends. */
  readonly closed: AbortSignal;
  readonly cwd: string;
  readonly programs?: FilePrograms | undefined;
  readonly imageNames?: ImageNames | undefined;
  readonly lateWaits: LateWaits;
}

/**
 * Runs work in the terminal, and always restores the terminal afterwards.
 * @throws errors that were not caught meanwhile
 */
export async function inTerminal(
  options: ExplorerWorld,
  work: (tools: Tools) => Promise<0 | 130>,
): Promise<0 | 130> {
  const { settings = DEFAULT_SETTINGS, cwd } = options;
  const look = lookOf(options, settings);
  await layoutLoaded;
  const display = new Display(options, settings);
  const closed = AbortSignal.any([options.signal, display.closed]);
  try {
    const { programs, imageNames } = options;
    const lateWaits = new LateWaits();
    const code = await work({ display, look, closed, cwd, programs, imageNames, lateWaits });
    if (display.closed.reason instanceof Crash) throw display.closed.reason.cause;
    return code;
  } finally {
    display.close();
  }
}

function lookOf({ colour, stdout, env }: ExplorerWorld, { theme, ascii }: Settings): Look {
  const depth = stdout instanceof WriteStream ? stdout.getColorDepth(env) : 4;
  return { colour, ascii, theme: themeOf(theme, depth === 24 || depth === 8 ? depth : 4) };
}

/** Opens an image and reads its headers. */
export async function analysed(open: OpenImage, waiting: Waiting): Promise<Analysis> {
  const image = await open(waiting);
  waiting.onLayers(earlyLayers(image));
  return readHeaders(image, waiting);
}

/** Returns what failed and why, in one line for the explorer's footer. */
export function errorText(error: unknown, what: string): string {
  return error instanceof LayerxError ? `${error.what}: ${error.why}` : `${what}: ${String(error)}`;
}

/**
 * Shows on the whole screen why an image cannot be opened, and waits for a key.
 * @returns `null`, or the text for the footer if the error is not one for the user
 */
export async function failedText(
  error: unknown,
  options: Pick<Tools, "display" | "look" | "closed"> & { readonly source: Printable },
): Promise<string | null> {
  if (!(error instanceof LayerxError)) return errorText(error, `cannot open ${options.source}`);
  await showFailure(error, options);
  return null;
}

export async function readHeaders(image: Image, { signal, onProgress }: Waiting): Promise<Analysis> {
  const phase = "reading layers";
  // A registry may answer late. Until then the screen shows the known facts.
  onProgress({ phase, doneBytes: 0, totalBytes: null });
  const analysis = await analyze(image, {
    digests: true,
    signal,
    onProgress: (doneBytes, totalBytes) => onProgress({ phase, doneBytes, totalBytes }),
  });
  // The benchmark measures the first screen from here.
  performance.mark("analysed");
  return analysis;
}
