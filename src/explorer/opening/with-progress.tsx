import type { PickImage } from "../../image/choice.js";
import type { EarlyLayer } from "../../image/early-layer.js";
import type { Printable } from "../../text/escape.js";
import { askWhich } from "../choosing/ask-which.js";
import type { Look } from "../drawing/row.js";
import type { Screen } from "../terminal/display.js";
import { type OpeningProgress, OpeningScreen } from "./opening-screen.js";

/** What is opened while the user waits, and how progress is shown. */
interface ProgressOptions {
  readonly display: Screen;
  readonly look: Look;
  readonly gone: AbortSignal;
  /** What is being opened. */
  readonly source: Printable;
}

/** What the work gets. */
export interface Waiting {
  readonly signal: AbortSignal;
  onProgress(progress: OpeningProgress): void;
  /** Shows what the image is made of, from the next frame on. */
  onLayers(layers: readonly EarlyLayer[]): void;
  /** Asks the user which of several images is meant. */
  readonly pick: PickImage;
}

/** Milliseconds between two frames of progress: reading comes first. */
const PROGRESS_MS = 60;

/** Works with progress on the screen; `q`, esc and ctrl-c cancel. @returns `null` when that was cancelled. */
export async function withProgress<Result>(
  { display, look, gone, source }: ProgressOptions,
  work: (waiting: Waiting) => Promise<Result>,
): Promise<Result | null> {
  const cancel = new AbortController();
  const signal = AbortSignal.any([gone, cancel.signal]);
  let started = performance.now();
  let progress: OpeningProgress = { phase: "opening", doneBytes: 0, totalBytes: null };
  let layers: readonly EarlyLayer[] = [];
  let drawn = started;
  const draw = () => {
    drawn = performance.now();
    const opening = { source, progress, layers, ms: drawn - started };
    display.show(<OpeningScreen opening={opening} screen={display.size} look={look} />);
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
    const pick: PickImage = async (unclear) => {
      const choice = await askWhich(unclear, { display, look, source, signal, leave: () => cancel.abort() });
      // How long the user took says nothing of how long reading takes.
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
  }
}
