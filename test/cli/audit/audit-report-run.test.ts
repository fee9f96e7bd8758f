import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { auditLine, failureLine } from "../../analysis/audit/lines.js";
import { layerx } from "../../support/run.js";
import { saveSmallImage } from "../../support/small-image.js";
import { sharedTempDir } from "../../support/temp.js";

const cwd = sharedTempDir();
const BASE = { diffId: "sha256:base", size: 80_000_000, createdBy: "ADD rootfs" };
const RED = auditLine({
  source: "ghcr.io/red/app:1",
  repository: "ghcr.io/red/app",
  labels: { owner: "core" },
  layers: [BASE, { diffId: "sha256:red", size: 20_000_000, createdBy: "RUN rm -rf /var/cache" }],
  wasted: [
    { layer: 0, endedBy: 1, bytes: 7_000_000, path: "/var/cache/x", advice: "Remove it where it is made" },
  ],
  baseLayers: 1,
  pass: false,
});
const BLUE = auditLine({
  source: "ghcr.io/blue/app:1",
  repository: "ghcr.io/blue/app",
  layers: [BASE, { diffId: "sha256:blue", size: 5_000_000, createdBy: "COPY . ." }],
  baseLayers: 1,
  pass: true,
});
const EVIL = auditLine({
  source: "=cmd|'/c calc'!A1\x1b[2J\u202e`|<b>@team",
  layers: [{ diffId: null, size: 5, createdBy: "RUN \x1b]0;x\x07 | `" }],
  wasted: [{ layer: 0, endedBy: 0, bytes: 5, path: "/p", advice: "<script>" }],
});
const LINES = [RED, BLUE, EVIL, failureLine("./gone.tar")].map((line) => `${JSON.stringify(line)}\n`);

beforeAll(async () => {
  await saveSmallImage(cwd);
  writeFileSync(join(cwd, "all.jsonl"), LINES.join(""));
  writeFileSync(join(cwd, "one.jsonl"), [LINES[3], LINES[0]].join(""));
  writeFileSync(join(cwd, "two.jsonl"), [LINES[2], LINES[1]].join(""));
  writeFileSync(join(cwd, "none.jsonl"), "");
});

async function report(...args: string[]): Promise<string> {
  const { code, stdout, stderr } = await layerx(["audit", "report", ...args], { cwd });
  expect([code, stderr]).toEqual([0, ""]);
  return stdout;
}

test("the text shows the stored bytes, the wasted bytes and the changes that save most", async () => {
  const text = await report("all.jsonl");
  expect(text.split("\n").slice(0, 9)).toEqual([
    "4 images: 1 pass the rules, 1 fail, 1 could not be checked, 1 could not be read",
    "105MB stored in 4 different layers; the images add up to 185MB, 43.2% is shared",
    "7MB wasted, each shared byte once (6.7% of the stored bytes); 7MB in all images",
    "",
    "Changes that save most",
    "  1. 7MB in 1 image, deleted: Remove it where it is made",
    "     written by: ADD rootfs",
    "     wasted by:  RUN rm -rf /var/cache",
    "     paths:      /var/cache/x",
  ]);
  expect(text).toContain("Wasted bytes by team\n  wasted  in all images  images  team\n");
  expect(text).toContain("Shared layers\n  size  images  instruction\n  80MB       2  ADD rootfs\n");
  expect(text).toContain("Could not be read\n      error  image\n  not-found  ./gone.tar\n");
});

test.each(["text", "markdown", "json", "csv", "html"])(
  "audit files in any split and order give the same report as %s",
  async (format) => {
    const whole = await report("all.jsonl", "--format", format);
    expect(await report("two.jsonl", "none.jsonl", "one.jsonl", "--format", format)).toBe(whole);
    expect(await report("one.jsonl", "two.jsonl", "all.jsonl", "--format", format)).toBe(whole);
  },
);

test.each(["text", "markdown", "json", "csv", "html"])("hostile names are harmless in %s", async (format) => {
  const text = await report("all.jsonl", "--format", format);
  expect(text).toContain("calc");
  expect(text).not.toMatch(/[\x00-\x09\x0b-\x1f\x7f\u202e]/);
  if (format === "csv") expect(text).toContain("image,'=cmd|");
  if (format === "markdown") {
    const rows = text.split("\n").filter((line) => line.includes("calc"));
    for (const row of rows) expect(row).toMatch(/``=cmd\\\|.*``/);
  }
});

test("the JSON has all rows, and names without escapes", async () => {
  const json = JSON.parse(await report("all.jsonl", "--format", "json"));
  expect(json).toMatchObject({
    schemaVersion: 1,
    images: { total: 4, read: 3, failed: 1, rulesPassed: 1, rulesFailed: 1, unchecked: 1 },
    bytes: { sum: 185_000_005, stored: 105_000_005, layers: 4 },
    waste: { wastedBytes: 7_000_005, wastedOnce: 7_000_005 },
    failures: [{ source: "./gone.tar", code: "not-found", what: "cannot open ./gone.tar" }],
    since: null,
  });
  expect(json.byImage[1].source).toBe(EVIL.source);
});

test("--team-label groups the images by a label", async () => {
  const { byTeam } = JSON.parse(await report("all.jsonl", "--format", "json", "--team-label", "owner"));
  expect(byTeam.map(({ name }: { name: string }) => name)).toEqual(["core", "(no label owner)"]);
});

test("--since lists the images that got worse", async () => {
  const better = {
    ...RED,
    sizes: { ...RED.sizes, wastedBytes: 1_000_000 },
    gate: { ...RED.gate, pass: true },
  };
  writeFileSync(join(cwd, "before.jsonl"), `${JSON.stringify(better)}\n`);
  const text = await report("all.jsonl", "--since", "before.jsonl");
  expect(text).toContain("3 new images, 0 images gone, 0 can no longer be read, 1 got worse\n");
  expect(text).toContain(
    "Got worse\n  wasted  size     rules  image\n    +6MB   +0B  fail now  ghcr.io/red/app:1\n",
  );
});

test("a report is written to the file of --output, but never over an audit", async () => {
  expect(await report("all.jsonl", "--format", "csv", "--output", "report.csv")).toBe("");
  expect(readFileSync(join(cwd, "report.csv"), "utf8")).toBe(await report("all.jsonl", "--format", "csv"));
  const { code } = await layerx(["audit", "report", "all.jsonl", "--output", "all.jsonl"], { cwd });
  expect([code, readFileSync(join(cwd, "all.jsonl"), "utf8")]).toEqual([2, LINES.join("")]);
});

test("a report leaves out a last line that was cut, with a message", async () => {
  const { stdout } = await layerx(["audit", "app.tar", "./gone.tar"], { cwd });
  writeFileSync(join(cwd, "real.jsonl"), stdout);
  expect(await report("real.jsonl")).toContain("2 images: 0 pass the rules, 1 fail, 1 could not be read\n");
  writeFileSync(join(cwd, "cut.jsonl"), stdout.slice(0, -20));
  const cut = await layerx(["audit", "report", "cut.jsonl"], { cwd });
  expect([cut.code, cut.stderr]).toEqual([0, "left out 1 last line that an interrupted run cut\n"]);
  expect(cut.stdout).toContain("1 image: ");
});

describe("these arguments are an error:", () => {
  test.each([
    [["report"], "no file of an audit was given"],
    [["report", "missing.jsonl"], "cannot use the audit missing.jsonl"],
    [["report", "app.tar"], "line 1 is not a line of layerx audit"],
    [["report", "."], "it is not a regular file"],
    [["report", "all.jsonl", "--shard", "1/2"], "--shard has no effect here"],
    [["app.tar", "--since", "all.jsonl"], "--since has no effect here"],
    [["report", "all.jsonl", "--format", "pdf"], "bad value for --format"],
  ])("%j", async (args, said) => {
    const { code, stdout, stderr } = await layerx(["audit", ...args], { cwd });
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toContain(said);
  });
});
