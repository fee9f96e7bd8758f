import { expect, test } from "vitest";
import { parseBaseline } from "../../../src/analysis/gate/baseline-file.js";
import { LayerxError } from "../../../src/errors.js";

const REPORT = {
  schemaVersion: 1,
  image: { references: ["app:1"], platform: "linux/amd64", size: 9, efficiency: 0.5, wastedBytes: 4 },
  layers: [{ index: 0 }, { index: 1 }],
};

/** Returns `what` and `why` of the error that a text causes, or an empty list. */
function complaint(text: string): string[] {
  try {
    parseBaseline({ path: "old.json", text });
  } catch (error) {
    if (error instanceof LayerxError) return [error.what, error.why];
    throw error;
  }
  return [];
}

test("a report is read as a baseline, and a field that it lacks is not set", () => {
  expect(parseBaseline({ path: "old.json", text: JSON.stringify(REPORT) })).toEqual({
    name: "old.json",
    references: ["app:1"],
    platform: "linux/amd64",
    size: 9,
    efficiency: 0.5,
    wastedBytes: 4,
    layers: 2,
    whole: true,
    stored: null,
    copies: null,
    forbidden: null,
  });
});

test("a report with a layer of unknown size is marked as incomplete", () => {
  const text = JSON.stringify({ ...REPORT, layers: [{ size: 9 }, { size: null }] });
  expect(parseBaseline({ path: "old.json", text }).whole).toBe(false);
});

test("layers are read if the report names their instructions", () => {
  const layers = [
    { index: 0, diffId: "sha256:1", size: 9, createdBy: "ADD x /" },
    { index: 1, diffId: null, size: null, createdBy: null },
  ];
  const { stored } = parseBaseline({ path: "old.json", text: JSON.stringify({ ...REPORT, layers }) });
  expect(stored).toEqual([
    { diffId: "sha256:1", size: 9, createdBy: "ADD x /" },
    { diffId: null, size: null, createdBy: null },
  ]);
});

test("wasted copies and forbidden paths are read if the report has them", () => {
  const text = JSON.stringify({
    ...REPORT,
    waste: { bytes: 4, copies: [{ path: "/a", bytes: 4, cause: "deleted" }] },
    forbidden: [{ pattern: ".env", paths: ["/x/.env"] }],
  });
  const { copies, forbidden } = parseBaseline({ path: "old.json", text });
  expect([copies, forbidden]).toEqual([new Set(["4 /a"]), new Map([[".env", new Set(["/x/.env"])]])]);
});

test.each([
  ['{\n  "a": 1,\n}', "3:1", "it is not JSON: Expected double-quoted property name"],
  ["a: 1\n", "1:1", "it is not JSON: Unexpected token 'a', \"a: 1\n\" is not valid JSON"],
  ["", "1:1", "it is not JSON: Unexpected end of JSON input"],
  ['{\n "schemaVersion": 2 }', "2:19", "it is not a report of layerx: schemaVersion has a wrong value"],
  [
    JSON.stringify({ ...REPORT, image: { ...REPORT.image, size: "9" } }),
    "1:84",
    "it is not a report of layerx: image.size has a wrong value",
  ],
  [
    JSON.stringify({ ...REPORT, layers: undefined }),
    "1:1",
    "it is not a report of layerx: layers is missing",
  ],
  ["[]", "1:1", "it is not a report of layerx: schemaVersion is missing"],
])("a file that is not a report is an error that names the line and column: %j", (text, at, problem) => {
  expect(complaint(text).map((line) => line.replaceAll("\\x0a", "\n"))).toEqual([
    `cannot use the baseline old.json:${at}`,
    problem,
  ]);
});
