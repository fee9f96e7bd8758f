/**
 * The maximum time without a pause in milliseconds. It is short, so that a pressed key is answered within its
 * frame.
 */
const WORK_MS = 8;

/** Pauses in long work, so that the process can do other work too. */
export class Pauses {
  // Not `performance`: loading it takes 1 ms when it is first used.
  private since = Date.now();

  /** Returns true when it is time for a pause. */
  get due(): boolean {
    // The absolute value, so that the next pause is not delayed if the clock is set back.
    return Math.abs(Date.now() - this.since) > WORK_MS;
  }

  /** Lets all other waiting work run, including keys and timers. */
  async pause(): Promise<void> {
    await new Promise<void>((resolve) => setImmediate(resolve));
    this.since = Date.now();
  }
}
