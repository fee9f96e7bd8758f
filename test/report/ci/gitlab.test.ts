import * as v from "valibot";
import { expect, test } from "vitest";
import { gitlabJson } from "../../../src/report/ci/gitlab.js";
import { HOSTILE } from "./hostile-report.js";

/** The schema of GitLab's documentation, "Code Quality report format". */
const schema = v.array(
  v.strictObject({
    description: v.pipe(v.string(), v.minLength(1)),
    check_name: v.pipe(v.string(), v.minLength(1)),
    fingerprint: v.pipe(v.string(), v.minLength(1)),
    severity: v.picklist(["info", "minor", "major", "critical", "blocker"]),
    location: v.strictObject({
      path: v.pipe(v.string(), v.minLength(1), v.regex(/^(?!\.\/)/)),
      lines: v.strictObject({
        begin: v.pipe(v.number(), v.integer(), v.minValue(1)),
        end: v.pipe(v.number(), v.integer(), v.minValue(1)),
      }),
    }),
  }),
);

test("the report has GitLab's form: an error is major, a warning is minor, and paths have no ./", () => {
  const text = gitlabJson(HOSTILE);
  expect(v.parse(schema, JSON.parse(text))).toEqual([
    {
      description:
        "2kB wasted in 2 files (deleted): /a,b:100%]]>\\x0a::stop\ufffe. Remove it: rm -rf /x/* in the same RUN.",
      check_name: "lowestEfficiency",
      fingerprint: "00112233445566778899aabbccddeeff",
      severity: "major",
      location: { path: "a b/Dockerfile,x", lines: { begin: 3, end: 5 } },
    },
    {
      description: "the path is too big",
      check_name: "budget /a|b\\|/**",
      fingerprint: "ffeeddccbbaa99887766554433221100",
      severity: "minor",
      location: { path: "evil/<b>&`x`:1", lines: { begin: 1, end: 1 } },
    },
  ]);
});

test("the report of a gate that passes is an empty list, so GitLab marks old findings as solved", () => {
  expect(gitlabJson({ ...HOSTILE, findings: [] })).toBe("[]\n");
});
