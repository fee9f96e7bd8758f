import { describe, expect, test } from "vitest";
import type { AuditLine } from "../../../src/analysis/audit/line.js";
import { readAuditLine } from "../../../src/analysis/audit/read-line.js";
import { auditSince } from "../../../src/analysis/audit/since.js";
import { auditLine, failureLine, summaryOf as summaryOfTexts } from "./lines.js";

const BASE = { diffId: "sha256:base", size: 100, createdBy: "ADD base" };
const own = (diffId: string, size: number, createdBy = "RUN build") => ({ diffId, size, createdBy });
const DELETED = { layer: 0, endedBy: 1, bytes: 30 };

const summaryOf = (lines: readonly AuditLine[], label?: string) =>
  summaryOfTexts(
    lines.map((line) => JSON.stringify(line)),
    label,
  );

test("a shared layer counts once in the stored bytes, and is listed with the number of its images", () => {
  const { bytes, sharedLayers } = summaryOf([
    auditLine({ source: "a", layers: [BASE, own("sha256:a", 5)] }),
    auditLine({ source: "b", layers: [BASE, own("sha256:b", 7)] }),
  ]);
  expect(bytes).toEqual({ sum: 212, stored: 112, layers: 3 });
  expect(sharedLayers).toEqual([{ id: "sha256:base", size: 100, images: 2, createdBy: "ADD base" }]);
});

test("a layer that occurs twice in one image is stored once and is not shared", () => {
  const { bytes, sharedLayers } = summaryOf([auditLine({ source: "a", layers: [BASE, BASE] })]);
  expect(bytes).toEqual({ sum: 200, stored: 100, layers: 1 });
  expect(sharedLayers).toEqual([]);
});

test("waste in a shared layer has two sums: counted once, and counted in each image", () => {
  const shared = [BASE, own("sha256:x", 5, "RUN rm")];
  const { waste, byCause, byInstruction, changes } = summaryOf([
    auditLine({ source: "a", layers: shared, wasted: [DELETED] }),
    auditLine({ source: "b", layers: [...shared, own("sha256:y", 1)], wasted: [DELETED] }),
  ]);
  expect(waste).toEqual({ wastedBytes: 60, wastedOnce: 30 });
  expect(byCause).toEqual([{ name: "deleted", images: 2, wastedBytes: 60, wastedOnce: 30 }]);
  expect(byInstruction).toEqual([{ name: "RUN rm", images: 2, wastedBytes: 60, wastedOnce: 30 }]);
  expect(changes).toMatchObject([{ bytes: 30, images: 2, sources: ["a", "b"], endedBy: "RUN rm" }]);
});

test("images with the same wasteful instruction are one change, which saves the sum of their bytes", () => {
  const { changes } = summaryOf(
    ["a", "b", "c", "d"].map((source) =>
      auditLine({
        source,
        layers: [own(`sha256:${source}1`, 40), own(`sha256:${source}2`, 0, "RUN rm")],
        wasted: [DELETED],
      }),
    ),
  );
  expect(changes).toMatchObject([{ bytes: 120, images: 4, sources: ["a", "b", "c"] }]);
});

test("waste that no Dockerfile can avoid is counted, but not listed as a change", () => {
  const line = auditLine({ source: "a", layers: [BASE], wasted: [{ ...DELETED, inevitable: true }] });
  expect(summaryOf([line])).toMatchObject({ waste: { wastedOnce: 30 }, changes: [] });
});

test("the ten changes that save the most bytes are listed", () => {
  const lines = Array.from({ length: 15 }, (_, i) =>
    auditLine({
      source: `i${i}`,
      layers: [own(`sha256:${i}`, 100)],
      wasted: [{ ...DELETED, bytes: i + 1, advice: `change ${i}` }],
    }),
  );
  expect(summaryOf(lines).changes.map(({ bytes }) => bytes)).toEqual([15, 14, 13, 12, 11, 10, 9, 8, 7, 6]);
});

describe("the team of an image", () => {
  const line = (repository: string | null, labels = {}) =>
    auditLine({ source: `${repository}`, repository, labels, layers: [BASE] });
  test("without --team-label, the team of an image is its repository without the last part", () => {
    const { byTeam } = summaryOf([line("ghcr.io/red/a"), line("ghcr.io/red/b"), line(null)]);
    expect(byTeam.map(({ name, images }) => [name, images])).toEqual([
      ["(no repository)", 1],
      ["ghcr.io/red", 2],
    ]);
  });
  test("with --team-label, the team is the value of that label, also for a label named constructor", () => {
    const lines = [line("a/b", { team: "red" }), line("a/c")];
    expect(summaryOf(lines, "team").byTeam.map(({ name }) => name)).toEqual(["(no label team)", "red"]);
    expect(summaryOf(lines, "constructor").byTeam.map(({ name }) => name)).toEqual([
      "(no label constructor)",
    ]);
  });
});

test("base images without a name are the same if their topmost layer is the same", () => {
  const lines = ["a", "b"].map((source) =>
    auditLine({ source, layers: [BASE, own(`sha256:${source}`, 1)], baseLayers: 1 }),
  );
  expect(summaryOf(lines).byBase).toMatchObject([{ name: "sha256:base", images: 2 }]);
});

test("of several lines for one image, the newest result counts, and a failure does not", () => {
  const old = auditLine({ source: "a", created: "2024-01-01T00:00:00Z", layers: [own("sha256:old", 1)] });
  const young = auditLine({ source: "a", created: "2025-01-01T00:00:00Z", layers: [own("sha256:new", 2)] });
  for (const lines of [
    [young, failureLine("a"), old],
    [old, young, failureLine("a")],
  ]) {
    const { images, bytes } = summaryOf(lines);
    expect([images.total, images.failed, bytes.sum]).toEqual([1, 0, 2]);
  }
});

test("a comparison of audits names images with more waste or bytes, newly failing images, and unreadable images", () => {
  const at = (source: string, size: number, bytes: number, pass = true) =>
    auditLine({
      source,
      layers: [own(`sha256:${source}${size}`, size)],
      wasted: [{ ...DELETED, bytes }],
      pass,
    });
  const before = summaryOf([
    at("a", 10, 1),
    at("b", 10, 1),
    at("c", 10, 5),
    at("d", 10, 1),
    at("gone", 1, 0),
  ]);
  const after = summaryOf([at("a", 12, 1), at("b", 10, 4), at("c", 9, 4), failureLine("d"), at("new", 1, 0)]);
  const since = auditSince(before, after);
  expect(since.worse.map(({ source }) => source)).toEqual(["b", "a"]);
  expect(since).toMatchObject({ lost: ["d"], newImages: 1, goneImages: 1 });
  const failing = auditSince(summaryOf([at("a", 1, 0)]), summaryOf([at("a", 1, 0, false)]));
  expect(failing.worse).toMatchObject([{ source: "a", failsNow: true }]);
});

describe("reading an audit line", () => {
  const good = auditLine({ source: "a", layers: [BASE], wasted: [DELETED] });
  test("an audit line is read unchanged", () => expect(readAuditLine(JSON.stringify(good))).toEqual(good));
  test.each([
    ["an empty text", ""],
    ["a text that is not JSON", "{"],
    ["null", "null"],
    ["a list", "[]"],
    ["another schema version", JSON.stringify({ ...good, schemaVersion: 2 })],
    ["a name that is a number", JSON.stringify({ ...good, source: 1 })],
    ["layers that are not a list", JSON.stringify({ ...good, layers: {} })],
    ["a fraction of a byte", JSON.stringify({ ...good, sizes: { ...good.sizes, size: 1.5 } })],
    ["a negative size", JSON.stringify({ ...good, sizes: { ...good.sizes, size: -1 } })],
    ["an unknown cause", JSON.stringify({ ...good, findings: [{ ...good.findings[0], cause: "toString" }] })],
    ["an error without a message", JSON.stringify({ schemaVersion: 1, source: "a", error: {} })],
  ])("a text that is not an audit line is rejected: %s", (_, text) => expect(readAuditLine(text)).toBeNull());
});

describe("the age of base images", () => {
  const on = (source: string, baseCreated: string | null) =>
    auditLine({ source, layers: [BASE], baseLayers: 1, baseName: "base:1", baseCreated });

  test("the age of base images with one name is the range of their build days, in UTC", () => {
    const { byBase } = summaryOf([
      on("a", "2025-03-01T23:30:00-02:00"),
      on("b", null),
      on("c", "2024-01-31T00:00:00Z"),
      on("d", "no date"),
    ]);
    expect(byBase).toMatchObject([{ name: "base:1", images: 4, oldest: "2024-01-31", newest: "2025-03-02" }]);
  });

  test("the age of a base image is unknown if no image has its build date", () => {
    expect(summaryOf([on("a", null)]).byBase).toMatchObject([{ oldest: null, newest: null }]);
  });
});
