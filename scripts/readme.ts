// Brings README and pages up to date with what the program prints: see test/support/readme.ts.
import { readFileSync, writeFileSync } from "node:fs";
import { PAGES, refreshed } from "../test/support/readme.js";

for (const page of PAGES) writeFileSync(page, await refreshed(readFileSync(page, "utf8")));
