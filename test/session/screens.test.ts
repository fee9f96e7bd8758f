import { readFileSync } from "node:fs";
import { expect, test, vi } from "vitest";
import { drawing, drawingOf, goTo, SESSIONS } from "../explorer/screens.js";
import { layerx } from "./terminal.js";

vi.setConfig({ testTimeout: 60_000 });

const SIZE = { columns: 120, rows: 36 };

// All other drawings are compared in the test process: see test/explorer/screens.test.ts.
test("the built program shows the saved screens in a terminal", async () => {
  const [{ args, screens }] = SESSIONS;
  const terminal = layerx(args, SIZE);
  await terminal.see("quit");
  for (const screen of screens) {
    const drawn = readFileSync(new URL(`../explorer/${drawingOf(screen, SIZE)}`, import.meta.url), "utf8");
    await goTo(terminal, screen);
    // Some content follows after the first frame. If it never appears, the next line shows the difference.
    await terminal.see(() => drawing(terminal) === drawn).catch(() => undefined);
    expect(drawing(terminal)).toBe(drawn);
  }
});
