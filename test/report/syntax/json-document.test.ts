import { expect, test } from "vitest";
import { jsonDocument, jsonText } from "../../../src/report/syntax/json-document.js";

test("control characters are written as \\uhhhh, and the value is unchanged", () => {
  const value = { esc: "\x1b[31m", del: "\x7f", c1: "\x9b", bidi: "\u202e\u2066\u061c\u200e", plain: "é設" };
  const text = jsonText(value);
  expect(text).toBe(
    '{"esc":"\\u001b[31m","del":"\\u007f","c1":"\\u009b","bidi":"\\u202e\\u2066\\u061c\\u200e","plain":"é設"}',
  );
  expect(JSON.parse(text)).toEqual(value);
});

test("a document is indented by two spaces and ends in a newline", () => {
  expect(jsonDocument({ a: [1], b: null })).toBe('{\n  "a": [\n    1\n  ],\n  "b": null\n}\n');
});
