import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { GlobMachine, START } from "../../../src/tree/search/glob-machine.js";
import { regexPositions } from "../../../src/tree/search/regex.js";
import { cpuSeconds } from "../../support/cpu-seconds.js";

/** Returns true if an expression matches a part of the text. */
function matches(source: string, text: string, ignoreCase = false): boolean {
  const positions = regexPositions(source, { ignoreCase });
  if ("problem" in positions) throw new Error(positions.problem);
  const machine = new GlobMachine(positions);
  return machine.matched[machine.afterAll(START, Buffer.from(text).toString("latin1"))].length > 0;
}

function problem(source: string): string | null {
  const positions = regexPositions(source, { ignoreCase: false });
  return "problem" in positions ? positions.problem : null;
}

describe("a regular expression over paths", () => {
  test("a regular expression matches the same paths as in JavaScript", () => {
    const atom = fc.constantFrom(
      "a",
      "b",
      ".",
      "[ab]",
      "[^a]",
      "\\w",
      "\\.",
      "(?:ab)",
      "^",
      "$",
      "(a|b$)",
      "(|a)",
    );
    const repeated = fc.tuple(atom, fc.constantFrom("", "", "*", "+", "?", "{2}", "{1,2}", "{0,}", "*?"));
    const part = repeated.map(([one, count]) => (/^[\^$]$/.test(one) ? one : one + count));
    const source = fc.array(fc.array(part, { maxLength: 4 }), { minLength: 1, maxLength: 3 });
    const text = fc.string({ unit: fc.constantFrom("a", "b", ".", "/", "é"), minLength: 1, maxLength: 7 });
    fc.assert(
      fc.property(source, text, (alternatives, path) => {
        const pattern = alternatives.map((parts) => parts.join("")).join("|");
        // `.` of JavaScript leaves out newlines, which are not in these texts.
        expect([pattern, path, matches(pattern, path)]).toEqual([
          pattern,
          path,
          new RegExp(pattern, "u").test(path),
        ]);
      }),
      { numRuns: 2000 },
    );
  });

  test("a regular expression ignores case if the option is set", () => {
    expect(matches("readme", "/README", true)).toBe(true);
    expect(matches("[a-f]z", "/BZ", true)).toBe(true);
    expect(matches("readme", "/README")).toBe(false);
  });

  test("a character of several bytes counts as one character", () => {
    expect(matches("^.$", "é")).toBe(true);
    expect(matches("^..$", "é")).toBe(false);
    expect(matches("^[à-ü]$", "é")).toBe(true);
    expect(matches("^[^a]$", "é")).toBe(true);
  });

  test("a regular expression with nested repetitions takes less than 5 seconds of CPU time", async () => {
    const search = () => expect(matches("(a*)*(a|aa)+(a?){30}b$", "a".repeat(50_000))).toBe(false);
    // A backtracking engine takes longer than the age of the universe.
    expect(await cpuSeconds(search)).toBeLessThan(5);
  });

  test.each([
    ["(a", "a ( is not closed"],
    ["a)", "a ) has no ( before it"],
    ["[a", "a [ is not closed"],
    ["*a", "* repeats nothing; \\* is the character itself"],
    ["a\\", "nothing follows the last \\"],
    ["[z-a]", "a range in brackets ends before it starts"],
    ["a{3,1}", "{3,1} has its larger number first"],
    ["a{2000}", "{2000} repeats too often: 1000 times at most"],
    ["(a{900}){900}", "this expression is too long, with its repetitions written out"],
    ["(?=a)", "groups that start with (? are not supported, except (?:"],
    ["\\1", "\\1 is not supported"],
    ["^*", "^ and $ cannot be repeated"],
    ["\\xg1", "\\x needs two hexadecimal digits"],
  ])("the problem of %s is explained: %s", (source, says) => {
    expect(problem(source)).toBe(says);
  });
});
