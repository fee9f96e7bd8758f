import type { PickImage } from "../../image/choice.js";
import type { EarlyLayer } from "../../image/early-layer.js";
import type { Printable } from "../../text/escape.js";
import { askWhich } from "../choosing/ask-which.js";
import type { Look } from "../drawing/row.js";
import type { Screen } from "../terminal/display.js";
import type { LateWaits } from "./late-waits.js";
import { type OpeningProgress, OpeningScreen } from "./opening-screen.js";

/** The opened source, and the settings for showing progress. */
interface ProgressOptions {
  readonly display: Screen;
  readonly look: Look;
  readonly closed: AbortSignal;
  /** The name of the opened source. */
  readonly source: Printable;
  /** Gets the waits of the opened image, when another screen is shown. */
  readonly lateWaits: LateWaits;
}

/** The functions that the work can use. */
export interface Waiting {
  readonly signal: AbortSignal;
  onProgress(progress: OpeningProgress): void;
  /** Shows the layers of the image, from the next frame on. */
  onLayers(layers: readonly EarlyLayer[]): void;
  /** Lets the user choose one of several images. */
  readonly pick: PickImage;
}

/** Milliseconds between two frames of progress, because reading is more important. */
const PROGRESS_MS = 60;

/**
 * Runs work with progress on the screen; `q`, esc and ctrl-c cancel it.
 * @returns `null` if it was cancelled.
 */
export async function withProgress<Result>(
  { display, look, closed, source, lateWaits }: ProgressOptions,
  work: (waiting: Waiting) => Promise<Result>,
): Promise<Result | null> {
  const cancel = new AbortController();
  const signal = AbortSignal.any([closed, cancel.signal]);
  let started = performance.now();
  let progress: OpeningProgress = { phase: "opening", doneBytes: 0, totalBytes: null };
  let layers: readonly EarlyLayer[] = [];
  let drawn = started;
  const draw = () => {
    drawn = performance.now();
    const opening = { source, progress, layers, ms: drawn - started };
    display.show(<OpeningScreen opening={opening} screen={display.size} look={look} />);
  };
  let isExpired = false;
  const onProgress = (next: OpeningProgress) => {
    // A registry may make requests wait also later, when another screen is shown.
    if (isExpired) return lateWaits.report(next);
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
    const pick: PickImage = async (unclear) => {
      const choice = await askWhich(unclear, { display, look, source, signal, leave: () => cancel.abort() });
      // The time that the user took for the choice does not count for the estimate.
      started = performance.now();
      draw();
      return choice;
    };
    const onLayers = (next: readonly EarlyLayer[]) => {
      layers = next;
    };
    return await work({ signal, onProgress, onLayers, pick });
  } catch (error) {
    if (signal.aborted) return null;
    throw error;
  } finally {
    isExpired = true;
  }
}
