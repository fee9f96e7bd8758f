import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test, vi } from "vitest";
import { explorer } from "./in-process.js";
import { drawing, drawingOf, goTo, SESSIONS, SIZES } from "./screens.js";

vi.setConfig({ testTimeout: 60_000 });

describe.each(SIZES)("at $columns×$rows", (size) => {
  test.each(SESSIONS)(
    "the screens of layerx $args are the same as their drawings",
    async ({ args, screens }) => {
      const [path, newer] = args
        .filter((arg) => arg.endsWith(".tar"))
        .map((name) => fileURLToPath(new URL(`../../${name}`, import.meta.url)));
      const shown = await explorer(path, size, { newer, ascii: args.includes("--ascii") });
      for (const screen of screens) {
        await goTo(shown, screen);
        const name = drawingOf(screen, size);
        if (name === null) continue;
        const drawn = readFileSync(new URL(name, import.meta.url), "utf8");
        await shown.see(() => drawing(shown) === drawn).catch(() => undefined);
        expect(drawing(shown)).toBe(drawn);
      }
    },
  );
});
