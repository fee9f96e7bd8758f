import fc from "fast-check";
import { expect, test } from "vitest";
import { AUDIT_FORMATS, auditReport } from "../../../src/report/audit/audit-report.js";
import { auditLine, failureLine, summaryOf } from "./lines.js";

/** Each field has few values, so that images share layers, instructions, findings and names. */
const shape = fc.record({
  source: fc.constantFrom("a:1", "a:2", "b:1", "c", "d", "__proto__"),
  repository: fc.constantFrom("ghcr.io/red/a", "ghcr.io/blue/b", null),
  created: fc.constantFrom(null, "2024-01-01T00:00:00Z", "2025-01-01T00:00:00Z"),
  layers: fc.array(
    fc.record({
      diffId: fc.constantFrom("sha256:1", "sha256:2", "sha256:3", null),
      size: fc.constantFrom(0, 10, 1e12 + 1, null),
      createdBy: fc.constantFrom("RUN apt", "COPY . ."),
    }),
    { minLength: 1, maxLength: 4 },
  ),
  wasted: fc.array(
    fc.record({
      layer: fc.nat(3),
      endedBy: fc.nat(3),
      bytes: fc.nat(1000),
      path: fc.constantFrom("/a", "/b"),
      advice: fc.constantFrom("do", "do not"),
    }),
    { maxLength: 4 },
  ),
  pass: fc.constantFrom(true, false, null),
});

const line = fc.oneof(
  { weight: 5, arbitrary: shape.map((one) => JSON.stringify(auditLine(one))) },
  { weight: 1, arbitrary: fc.constantFrom("a:1", "e").map((one) => JSON.stringify(failureLine(one))) },
);

function reports(lines: readonly string[]): Promise<string[]> {
  const summary = summaryOf(lines);
  return Promise.all(
    AUDIT_FORMATS.map((format) => auditReport({ summary, since: null, today: "2026-11-29" }, format)),
  );
}

test("the same lines in any order give the same report, in every format", async () => {
  const given = fc
    .array(line, { maxLength: 12 })
    .chain((lines) =>
      fc.tuple(
        fc.constant(lines),
        fc.shuffledSubarray(lines, { minLength: lines.length, maxLength: lines.length }),
      ),
    );
  await fc.assert(
    fc.asyncProperty(given, async ([lines, shuffled]) => {
      expect(await reports(shuffled)).toEqual(await reports(lines));
    }),
  );
});

test("a line that occurs twice does not change the report", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(line, { maxLength: 8 }), async (lines) => {
      expect(await reports([...lines, ...lines])).toEqual(await reports(lines));
    }),
  );
});
