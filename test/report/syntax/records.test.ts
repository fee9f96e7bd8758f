import { expect, test } from "vitest";
import { csvField } from "../../../src/report/syntax/records.js";

test.each([
  [null, ""],
  [7, "7"],
  ["a,b", '"a,b"'],
  ['say "a"', '"say ""a"""'],
  ["=1+1", "'=1+1"],
  ["RUN a\x1b[31m\n\u202eb", "RUN a\\x1b[31m\\x0a\\u{202e}b"],
])("the CSV field of %j is %s", (value, field) => {
  expect(csvField(value)).toBe(field);
});
