import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { DEFAULT_LIMITS, LIMIT_WORDS, type Limits } from "../../src/source/limits.js";

test("docs/limits.md lists every limit with its default", () => {
  const page = readFileSync(new URL("../../docs/limits.md", import.meta.url), "utf8");
  const rows = [...page.matchAll(/^\| `([a-z-]+)` +\| (\d+) +\|/gm)].map(([, flag, value]) => [
    flag,
    Number(value),
  ]);
  const names = Object.keys(LIMIT_WORDS) as (keyof Limits)[];
  expect(rows).toEqual(names.map((name) => [LIMIT_WORDS[name].flag, DEFAULT_LIMITS[name]]));
});
