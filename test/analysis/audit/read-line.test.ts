import { expect, test } from "vitest";
import { readLineHead } from "../../../src/analysis/audit/read-line.js";
import { auditLine, failureLine } from "./lines.js";

const NAMES = ["a:1", '"created":"2031-01-01T00:00:00Z"', 'back\\slash"', "\u2028é😀", ""];

test.each(NAMES)("the head of an audit line has the name, date and failure of the whole line: %j", (name) => {
  const line = auditLine({
    source: name,
    repository: name,
    created: "2025-01-01T00:00:00Z",
    labels: { created: name },
    layers: [],
  });
  const odd = { ...line, image: { ...line.image, references: [name], id: name } };
  const expected = { source: name, created: "2025-01-01T00:00:00Z", failed: false };
  expect(readLineHead(JSON.stringify(odd))).toEqual(expected);
  expect(readLineHead(JSON.stringify(odd, null, 1).replaceAll("\n", " "))).toEqual(expected);
  expect(readLineHead(JSON.stringify(failureLine(name)))).toEqual({
    source: name,
    created: null,
    failed: true,
  });
});

test("the head of an audit line may have no date, and other text has no head", () => {
  expect(readLineHead(JSON.stringify(auditLine({ source: "a", layers: [] })))?.created).toBeNull();
  for (const text of ["", "{}", '{"schemaVersion":1,"source":"\\x","error":null,', "[1]"]) {
    expect(readLineHead(text)).toBeNull();
  }
});
