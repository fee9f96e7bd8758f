/** Short enough that a key that is pressed meanwhile is answered within its frame. */
const WORK_MS = 8;

/** Pauses in long work, so that the process can do other work too. */
export class Pauses {
  // Not `performance`: Node loads that when it is first used, for 1 ms.
  private since = Date.now();

  /** True when it is time for a pause. */
  get due(): boolean {
    // A clock that is set back must not delay the next pause.
    return Math.abs(Date.now() - this.since) > WORK_MS;
  }

  /** Runs all other work that waits, also keys and timers. */
  async pause(): Promise<void> {
    await new Promise<void>((resolve) => setImmediate(resolve));
    this.since = Date.now();
  }
}
