// Brings the README up to date with what the program prints: see test/support/readme.ts.
import { readFileSync, writeFileSync } from "node:fs";
import { refreshed } from "../test/support/readme.js";

writeFileSync("README.md", await refreshed(readFileSync("README.md", "utf8")));
