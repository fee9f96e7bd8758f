import { expect, test } from "vitest";
import { compile } from "../../../src/report/history/template/compile.js";

test("a template that is too deep is an error that says so", () => {
  const deep = `{{${"(".repeat(20_000)}.ID${")".repeat(20_000)}}}`;
  expect(() => compile(deep)).toThrow("a template that is too deep (more than 100 parentheses)");
  expect(compile(`{{${"(".repeat(90)}.ID${")".repeat(90)}}}`).row(() => "x")).toBe("x");
});

test("a template whose functions double a text again and again is an error that says so", () => {
  const doubling = `{{.ID${" | json".repeat(60)}}}`;
  expect(() => compile(doubling).row(() => '"')).toThrow("a value that is too long");
});
