// Updates the README, the pages and the sample of all rules: see test/support/readme.ts and rule-sample.ts.
import { readFileSync, writeFileSync } from "node:fs";
import { PAGES, refreshed } from "../test/support/readme.js";
import { RULE_SAMPLE, ruleSample } from "../test/support/rule-sample.js";

for (const page of PAGES) writeFileSync(page, await refreshed(readFileSync(page, "utf8")));
writeFileSync(RULE_SAMPLE, ruleSample());
