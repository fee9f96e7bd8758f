import { expect, test, vi } from "vitest";
import { literal } from "../../../src/explorer/drawing/row.js";
import { LateWaits } from "../../../src/explorer/opening/late-waits.js";
import { type Waiting, withProgress } from "../../../src/explorer/opening/with-progress.js";
import type { Screen } from "../../../src/explorer/terminal/display.js";

const WAIT = "quay.io answered 429 Too Many Requests, next try in 42 s";

function screen(functions: Partial<Screen>): Screen {
  return {
    size: { columns: 40, rows: 8 },
    show: () => undefined,
    onRedraw: () => undefined,
    onKeys: () => undefined,
    onPaste: () => undefined,
    onPoint: () => undefined,
    mouse: false,
    copy: () => undefined,
    suspend: () => undefined,
    lend: async (work) => work(),
    ...functions,
  };
}

test.each(["q", "esc", "ctrl-c"])(
  "%s cancels the opening, other keys do not, and ctrl-z suspends it",
  async (key) => {
    const suspend = vi.fn();
    const display = screen({ suspend });
    const options = { display, look: { colour: false }, closed: new AbortController().signal };
    const opening = withProgress(
      { ...options, source: literal("app"), lateWaits: new LateWaits() },
      ({ signal }) =>
        new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason))),
    );
    display.onKeys(["j", "enter"]);
    display.onKeys(["ctrl-z"]);
    expect(suspend).toHaveBeenCalledOnce();
    display.onKeys([key]);
    expect(await opening).toBe(null);
  },
);

test("a wait that is reported after an image was opened goes to the next screen, and draws nothing", async () => {
  let drawn = 0;
  const display = screen({ show: () => void drawn++ });
  const lateWaits = new LateWaits();
  const waits: unknown[] = [];
  lateWaits.onWait = (why) => void waits.push(why);
  const options = { display, look: { colour: false }, closed: new AbortController().signal, lateWaits };
  let kept: Waiting | undefined;
  const progress = (phase: string, isRetryWait?: boolean) =>
    kept?.onProgress({
      phase,
      doneBytes: 0,
      totalBytes: null,
      ...(isRetryWait !== undefined && { isRetryWait }),
    });
  await withProgress({ ...options, source: literal("quay.io/app") }, async (waiting) => {
    kept = waiting;
    progress(WAIT, true);
  });
  expect([drawn, waits]).toEqual([2, []]);
  progress(WAIT, true);
  progress("reading");
  progress("quay.io answered 429 Too Many Requests, trying again", false);
  expect([drawn, waits]).toEqual([2, [WAIT, null]]);
});

test("a wait is over if it is not reported again", () => {
  vi.useFakeTimers();
  const lateWaits = new LateWaits();
  const waits: unknown[] = [];
  lateWaits.onWait = (why) => void waits.push(why);
  const report = () => lateWaits.report({ phase: WAIT, doneBytes: 0, totalBytes: null, isRetryWait: true });
  report();
  vi.advanceTimersByTime(1000);
  report();
  vi.advanceTimersByTime(2000);
  expect(waits).toEqual([WAIT, WAIT]);
  vi.advanceTimersByTime(1000);
  expect(waits).toEqual([WAIT, WAIT, null]);
  vi.useRealTimers();
});
