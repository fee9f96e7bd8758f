import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { refreshed } from "./support/readme.js";

test("the README shows what the program prints (`npm run readme` brings it up to date)", async () => {
  const readme = readFileSync("README.md", "utf8");
  expect(readme).toBe(await refreshed(readme));
});
