import { describe, expect, test } from "vitest";
import { errorCodes, LayerxError } from "../src/errors.js";

/** A placeholder `<name>` for each detail that an error text uses. */
const details = new Proxy<Record<string, string>>({}, { get: (_, name) => `<${String(name)}>` });

describe.each(errorCodes)("the error %s", (code) => {
  const error = new LayerxError(code, details);

  test("says what failed, why, and what to try next", () => {
    for (const part of [error.what, error.why, error.next]) expect(part).toMatch(/\S{2,}/);
  });

  test("says on one line what failed, and has no full stop at the end of a part", () => {
    expect(error.what).toMatch(/^.+$/);
    for (const part of [error.what, error.why, error.next]) expect(part).toMatch(/[^\n.]$/);
  });

  test("is an Error with what failed and why in its message", () => {
    expect(error.message).toBe(`${error.what}: ${error.why}`);
  });
});

test("a code is made of words with hyphens", () => {
  expect(errorCodes.filter((code) => !/^[a-z]+(-[a-z]+)*$/.test(code))).toEqual([]);
});
