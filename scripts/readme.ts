// Brings README and pages up to date with what the program prints: see test/support/readme.ts.
import { readFileSync, writeFileSync } from "node:fs";
import { consoleRefreshed, refreshed } from "../test/support/readme.js";

writeFileSync("README.md", await refreshed(readFileSync("README.md", "utf8")));
writeFileSync("docs/ci.md", await consoleRefreshed(readFileSync("docs/ci.md", "utf8")));
