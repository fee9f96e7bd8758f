import type { Printable } from "../../text/escape.js";

/** Reports every second how long the user waits for a work. */
export class WaitClock {
  readonly #report: (what: Printable, seconds: number) => void;
  #what: Printable | null = null;
  #timer: NodeJS.Timeout | undefined;

  constructor(report: (what: Printable, seconds: number) => void) {
    this.#report = report;
  }

  /** Call it with the current work, or with `null`, whenever it may have changed. */
  watch(what: Printable | null): void {
    if (what === this.#what) return;
    this.#what = what;
    clearInterval(this.#timer);
    if (what === null) return;
    const since = Date.now();
    this.#timer = setInterval(() => this.#report(what, Math.round((Date.now() - since) / 1000)), 1000);
  }
}
