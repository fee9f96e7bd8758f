import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { RetryWaits } from "../../../src/source/registry/retry-waits.js";
import { escapeText } from "../../../src/text/escape.js";

const BUSY = escapeText("quay.io answered 429 Too Many Requests");
const CUT = escapeText("the connection to cdn.example broke");

describe("the wait of a request for its next try", () => {
  beforeEach(() => void vi.useFakeTimers({ now: Date.UTC(2030, 0, 1) }));
  afterEach(() => void vi.useRealTimers());

  function recording() {
    const shown: string[] = [];
    const waits = new RetryWaits(({ phase, isRetryWait }) => {
      shown.push(phase);
      expect(isRetryWait).toBe(!phase.endsWith(", trying again"));
    });
    return { shown, waits };
  }

  test("is shown at once and every second, with its reason and the remaining time", () => {
    const { shown, waits } = recording();
    const end = waits.begin(BUSY, 42_000);
    vi.advanceTimersByTime(2000);
    expect(shown).toEqual([42, 41, 40].map((seconds) => `${BUSY}, next try in ${seconds} s`));
    end();
    vi.advanceTimersByTime(60_000);
    expect(shown.slice(3)).toEqual([`${BUSY}, trying again`]);
    expect([waits.areShown, vi.getTimerCount()]).toEqual([false, 0]);
  });

  test("is not shown if it takes less than a second", () => {
    const { shown, waits } = recording();
    const end = waits.begin(CUT, 999);
    expect([shown, waits.areShown]).toEqual([[], false]);
    end();
    waits.begin(CUT, 1000)();
    expect(shown).toHaveLength(2);
  });

  test("is shown for the request that is sent first, if several wait", () => {
    const { shown, waits } = recording();
    const ends = [waits.begin(BUSY, 42_000), waits.begin(CUT, 3000)];
    vi.advanceTimersByTime(1000);
    ends[1]();
    vi.advanceTimersByTime(1000);
    ends[0]();
    expect(shown).toEqual([
      `${BUSY}, next try in 42 s`,
      `${CUT}, next try in 3 s`,
      `${CUT}, next try in 2 s`,
      `${CUT}, trying again`,
      `${BUSY}, next try in 40 s`,
      `${BUSY}, trying again`,
    ]);
  });

  test("is not shown while bytes of another request arrive, whose progress is shown", () => {
    const { shown, waits } = recording();
    waits.noteBytes();
    const end = waits.begin(BUSY, 42_000);
    waits.noteBytes();
    vi.advanceTimersByTime(1000);
    expect(shown).toEqual([`${BUSY}, next try in 42 s`]);
    vi.advanceTimersByTime(1000);
    waits.noteBytes();
    end();
    expect(shown).toEqual([42, 40].map((seconds) => `${BUSY}, next try in ${seconds} s`));
  });
});
