import { expect, test } from "vitest";
import { ageText } from "../../../src/report/audit/age.js";

test.each([
  ["2026-11-29", "0 days"],
  ["2026-12-24", "0 days"],
  ["2026-11-28", "1 day"],
  ["2026-10-31", "29 days"],
  ["2026-10-30", "1 month"],
  ["2025-12-01", "11 months"],
  ["2025-01-15", "22 months"],
  ["2024-11-29", "2 years"],
])("a base image built on %s is %s old on 2026-11-29", (day, age) => {
  expect(ageText(day, "2026-11-29")).toBe(age);
});
