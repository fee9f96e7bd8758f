import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { literal } from "../../../src/explorer/drawing/row.js";
import { WaitClock } from "../../../src/explorer/session/wait-clock.js";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test("a clock counts the seconds of the current work only, from the start of each work", () => {
  const reports: string[] = [];
  const clock = new WaitClock((what, seconds) => void reports.push(`${what} ${seconds}`));
  clock.watch(literal("a"));
  vi.advanceTimersByTime(2000);
  clock.watch(literal("a"));
  vi.advanceTimersByTime(1000);
  clock.watch(literal("b"));
  vi.advanceTimersByTime(1000);
  clock.watch(null);
  vi.advanceTimersByTime(5000);
  expect(reports).toEqual(["a 1", "a 2", "a 3", "b 1"]);
});
