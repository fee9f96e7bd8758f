import { describe, expect, test } from "vitest";
import { parseChallenges, preferred } from "../../../src/source/registry/challenge.js";

describe("WWW-Authenticate headers are parsed:", () => {
  test.each<[string[], [string, Record<string, string>][]]>([
    [
      ['Bearer realm="https://a/t",service="s",scope="repository:x:pull,push"'],
      [["bearer", { realm: "https://a/t", service: "s", scope: "repository:x:pull,push" }]],
    ],
    [
      ['BASIC realm="a, b", bEaReR ReAlM = "https://a/t" , Service=plain'],
      [
        ["basic", { realm: "a, b" }],
        ["bearer", { realm: "https://a/t", service: "plain" }],
      ],
    ],
    [
      ["Negotiate", 'Basic realm="x"'],
      [
        ["negotiate", {}],
        ["basic", { realm: "x" }],
      ],
    ],
    [['Bearer realm="say \\"hi\\""'], [["bearer", { realm: 'say "hi"' }]]],
    [['  , , Basic realm="x",, '], [["basic", { realm: "x" }]]],
    [['"""=,=Basic'], [["basic", {}]]],
    [[""], []],
  ])("%j", (headers, expected) => {
    const found = parseChallenges(headers).map(({ scheme, parameters }) => [
      scheme,
      Object.fromEntries(parameters),
    ]);
    expect(found).toEqual(expected);
  });

  test("a Bearer challenge is preferred to Basic only if it has a realm", () => {
    const of = (...headers: string[]) => preferred(parseChallenges(headers))?.scheme ?? null;
    expect(of("Basic", 'Bearer realm="x"')).toBe("bearer");
    expect(of('Bearer service="s"', "Basic")).toBe("basic");
    expect(of("Negotiate")).toBe(null);
  });
});
