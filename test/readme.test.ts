import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { PAGES, refreshed } from "./support/readme.js";

test.each(PAGES)(
  "%s shows the present output of the program (`npm run readme` brings it up to date)",
  async (page) => {
    const text = readFileSync(page, "utf8");
    expect(text).toBe(await refreshed(text));
  },
);
