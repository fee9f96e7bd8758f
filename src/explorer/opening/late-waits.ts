import type { Printable } from "../../text/escape.js";
import { literal } from "../drawing/row.js";
import type { OpeningProgress } from "./opening-screen.js";

/** A wait is reported every second. If no report follows for some time, it is over. */
const OVER_AFTER_MS = 2500;

/** Passes on why requests for an opened image wait for their next try, and how long. */
export class LateWaits {
  /** Gets the reason and the remaining time; `null` after the wait. */
  onWait: (why: Printable | null) => void = () => undefined;
  #over: NodeJS.Timeout | undefined;

  /** Ignores progress without a wait: the screen of the explorer shows its results. */
  report({ phase, isRetryWait }: OpeningProgress): void {
    if (isRetryWait === undefined) return;
    clearTimeout(this.#over);
    this.onWait(isRetryWait ? literal(phase) : null);
    if (isRetryWait) this.#over = setTimeout(() => this.onWait(null), OVER_AFTER_MS).unref();
  }
}
