import { expect, test } from "vitest";
import { literal } from "../../../src/explorer/drawing/row.js";
import { type Waiting, withProgress } from "../../../src/explorer/opening/with-progress.js";
import type { Screen } from "../../../src/explorer/terminal/display.js";

test("progress that is reported after an image was opened does not draw over the next screen", async () => {
  let drawn = 0;
  const display: Screen = {
    size: { columns: 40, rows: 8 },
    show: () => void drawn++,
    onRedraw: () => undefined,
    onKeys: () => undefined,
    onPaste: () => undefined,
    onPoint: () => undefined,
    mouse: false,
    copy: () => undefined,
    suspend: () => undefined,
    lend: async (work) => work(),
  };
  const options = { display, look: { colour: false }, closed: new AbortController().signal };
  let kept: Waiting | undefined;
  const progress = (phase: string) => kept?.onProgress({ phase, doneBytes: 0, totalBytes: null });
  await withProgress({ ...options, source: literal("quay.io/app") }, async (waiting) => {
    kept = waiting;
    progress("quay.io answered 429 Too Many Requests, next try in 42 s");
  });
  expect(drawn).toBe(2);
  progress("quay.io answered 429 Too Many Requests, next try in 41 s");
  expect(drawn).toBe(2);
});
