/** Short enough that a key which is pressed meanwhile is answered within its frame. */
const SLICE_MS = 8;

/** Long work in slices, between which other work of the process has its turn. */
export class Slices {
  // Not `performance`: Node loads that when it is first used, for 1 ms.
  private since = Date.now();

  /** True when it is time to give way. */
  get over(): boolean {
    // A clock that somebody sets back must not make a slice long.
    return Math.abs(Date.now() - this.since) > SLICE_MS;
  }

  /** Lets everything run that waits, keys and timers too. */
  async giveWay(): Promise<void> {
    await new Promise<void>((resolve) => setImmediate(resolve));
    this.since = Date.now();
  }
}
