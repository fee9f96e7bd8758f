import { expect, test } from "vitest";
import { html, jsonBytes, jsonMarkup } from "../../../src/report/html/markup.js";

test("values in a template are escaped, also within a list, and markup is not escaped again", () => {
  const list = ["a<b", html`<b title="${'"'}">&amp;</b>`];
  expect(html`<p class='${"'"}'>${list}${3}</p>`.source).toBe(
    "<p class='&#39;'>a&lt;b<b title=\"&quot;\">&amp;</b>3</p>",
  );
});

test.each([
  "</script><script>alert(1)</script>",
  "<!-- <script>",
  "]]>&amp;",
  "\u2028\u2029",
  '"\\',
  "__proto__",
])("JSON in a page keeps the value %j, and cannot end its element", (text) => {
  const { source } = jsonMarkup({ text });
  expect(JSON.parse(source)).toEqual({ text });
  expect(source).toMatch(/^[^<>&\u2028\u2029]*$/);
  expect(jsonBytes(text)).toBe(Buffer.byteLength(source) - '{"text":""}'.length);
});
