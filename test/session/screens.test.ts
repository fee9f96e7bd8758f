import { readFileSync } from "node:fs";
import { describe, expect, test, vi } from "vitest";
import { drawing, drawingOf, goTo, SESSIONS, SIZES } from "./screens.js";
import { layerx } from "./terminal.js";

vi.setConfig({ testTimeout: 60_000 });

describe.each(SIZES)("at $columns×$rows", (size) => {
  test.each(SESSIONS)("the screens of layerx $args look as they are drawn", async ({ args, screens }) => {
    const terminal = layerx(args, size);
    await terminal.see("quit");
    for (const screen of screens) {
      const drawn = readFileSync(new URL(drawingOf(screen, size), import.meta.url), "utf8");
      await goTo(terminal, screen);
      // What follows a frame by itself comes when it comes; where it never does, the difference is shown.
      await terminal.see(() => drawing(terminal) === drawn).catch(() => undefined);
      expect(drawing(terminal)).toBe(drawn);
    }
  });
});
