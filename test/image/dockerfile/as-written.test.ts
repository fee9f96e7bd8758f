import { expect, test } from "vitest";
import { goStringAsJson, goText } from "../../../src/image/dockerfile/as-written.js";

test.each([
  [String.raw`a \"b\" \\n`, 'a "b" \\n'],
  [String.raw`\a\b\f\n\r\t\v`, "\x07\b\f\n\r\t\v"],
  [String.raw`\x02\u200b\U0001f680`, "\x02\u200b\u{1f680}"],
  [String.raw`\U7fffffff`, "\ufffd"],
  ["È", "È"],
])("the quoted Go text %s is unquoted", (quoted, text) => {
  expect(goText(quoted)).toBe(text);
});

test("a quoted Go string becomes a JSON string; escapes that both have are unchanged", () => {
  const quoted = String.raw`"\a\v\x01 \t\n\u202e \" \\x02"`;
  expect(goStringAsJson(quoted)).toBe(String.raw`"\u0007\u000b\u0001 \t\n\u202e \" \\x02"`);
  expect(JSON.parse(goStringAsJson(quoted))).toBe('\x07\v\x01 \t\n\u202e " \\x02');
});
