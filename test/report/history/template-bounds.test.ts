import { expect, test } from "vitest";
import { compile } from "../../../src/report/history/template/compile.js";

test("a template with too many nested parentheses is an error", () => {
  const deep = `{{${"(".repeat(20_000)}.ID${")".repeat(20_000)}}}`;
  expect(() => compile(deep)).toThrow("a template that is too deep (more than 100 parentheses)");
  expect(compile(`{{${"(".repeat(90)}.ID${")".repeat(90)}}}`).row(() => "x")).toBe("x");
});

test("a template with a value that becomes too long is an error", () => {
  const doubling = `{{.ID${" | json".repeat(60)}}}`;
  expect(() => compile(doubling).row(() => '"')).toThrow("a value that is too long");
});
