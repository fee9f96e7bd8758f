import { expect, test } from "vitest";
import { writtenHealthcheck } from "../../../src/image/dockerfile/config-instructions.js";

const NO_TIMES = { interval: null, timeout: null, startPeriod: null, retries: null };

test.each([
  [{ ...NO_TIMES, test: ["NONE"] }, "NONE"],
  [{ ...NO_TIMES, test: ["CMD-SHELL", "up || exit 1"] }, "CMD up || exit 1"],
  [
    { test: ["CMD", "up", "a b"], interval: 90e9, timeout: 5e8, startPeriod: 5e9, retries: 2 },
    '--interval=1m30s --timeout=500ms --start-period=5s --retries=2 CMD ["up","a b"]',
  ],
  [{ ...NO_TIMES, test: [], retries: 3 }, "--retries=3"],
  [{ ...NO_TIMES, test: ["OTHER", "x"] }, '["OTHER","x"]'],
])("a health check is written in the syntax of a Dockerfile: %j", (check, written) => {
  expect(writtenHealthcheck(check)).toBe(written);
});
