import { describe, expect, test } from "vitest";
import { errorCodes, LayerxError } from "../src/errors.js";

/** Whatever a text of the catalogue asks for, as a word that shows where it went. */
const details = new Proxy<Record<string, string>>({}, { get: (_, name) => `<${String(name)}>` });

describe.each(errorCodes)("the error %s", (code) => {
  const error = new LayerxError(code, details);

  test("says what failed, why, and what to try next", () => {
    for (const part of [error.what, error.why, error.next]) expect(part).toMatch(/\S{2,}/);
  });

  test("says what on one line, and ends no phrase with a full stop", () => {
    expect(error.what).toMatch(/^.+$/);
    for (const part of [error.what, error.why, error.next]) expect(part).toMatch(/[^\n.]$/);
  });

  test("is an Error whose message is what and why", () => {
    expect(error.message).toBe(`${error.what}: ${error.why}`);
  });
});

test("a code is made of words with hyphens", () => {
  expect(errorCodes.filter((code) => !/^[a-z]+(-[a-z]+)*$/.test(code))).toEqual([]);
});
