import { appendFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import type { AuditedImage, AuditLine } from "../../../src/analysis/audit/line.js";
import { layerx, type Surroundings } from "../../support/run.js";
import { saveSmallImage } from "../../support/small-image.js";
import { sharedTempDir } from "../../support/temp.js";

const cwd = sharedTempDir();
beforeAll(async () => {
  await saveSmallImage(cwd);
  writeFileSync(join(cwd, "list"), "# ours\n\napp.tar\r\n./gone.tar\napp.tar\n");
  writeFileSync(join(cwd, "strict.yaml"), "maxLayers: 1\n");
});

function linesIn(text: string): AuditLine[] {
  return text
    .split("\n")
    .slice(0, -1)
    .map((line): AuditLine => JSON.parse(line));
}

async function audit(args: readonly string[], around: Surroundings = {}) {
  const { code, stdout, stderr } = await layerx(["audit", ...args], { cwd, ...around });
  return { code, lines: linesIn(stdout), stderr };
}

function isRead(line: AuditLine): line is AuditedImage {
  return line.error === null;
}

const sources = (lines: readonly AuditLine[]) => lines.map(({ source }) => source);

test("a line has the image, its sizes, its waste and the results of the rules", async () => {
  const { code, lines, stderr } = await audit(["app.tar"]);
  expect([code, stderr]).toEqual([0, "audited 1 image, 0 could not be read, 1 failed a rule\n"]);
  const [line] = lines.filter(isRead);
  const { sizes, layers, waste, findings } = line;
  expect(line).toMatchObject({ schemaVersion: 1, source: "app.tar", repository: "example.com/app" });
  expect(sizes.wastedBytes).toBe(sizes.size - sizes.rootfsSize);
  expect(layers.reduce((sum, { wastedBytes }) => sum + (wastedBytes ?? 0), 0)).toBe(sizes.wastedBytes);
  expect(layers.map(({ diffId }) => /^sha256:[0-9a-f]{64}$/.test(diffId ?? ""))).toEqual([true, true, true]);
  expect(waste.bytes).toBe(sizes.wastedBytes);
  expect(waste.groups.reduce((sum, { bytes }) => sum + bytes, 0)).toBe(sizes.wastedBytes);
  expect(findings.reduce((sum, { bytes }) => sum + bytes, 0)).toBe(sizes.wastedBytes);
  expect(findings[0].bytes).toBeGreaterThan(0);
  expect(line.gate.pass).toBe(false);
  expect(line.gate.rules.map(({ name }) => name)).toContain("lowestEfficiency");
});

test("a line has the same numbers as inspect", async () => {
  const [line] = (await audit(["app.tar"])).lines.filter(isRead);
  const inspected = JSON.parse((await layerx(["inspect", "app.tar", "--format", "json"], { cwd })).stdout);
  expect(inspected.image).toMatchObject({ ...line.sizes, id: line.image.id, digest: line.image.digest });
  expect(inspected.waste.byCause).toEqual(line.waste.byCause);
});

test("an image that cannot be read is a line with its error, and the exit code is 2", async () => {
  const { code, lines } = await audit(["./gone.tar", "app.tar"]);
  expect([code, sources(lines)]).toEqual([2, ["./gone.tar", "app.tar"]]);
  expect(lines[0].error).toEqual({
    code: "not-found",
    what: "cannot open ./gone.tar",
    why: "there is no such file or folder",
    lines: [],
    next: expect.stringContaining("check the path"),
  });
});

test("a base image that does not fit is an error in the line of the image", async () => {
  writeFileSync(join(cwd, "base.yaml"), "base: 9\n");
  const { code, lines } = await audit(["app.tar", "--config", "base.yaml"]);
  expect([code, lines[0].error?.code]).toEqual([2, "no-such-base"]);
});

test.each([
  ["\x1b[2Jevil\x07"],
  ["./line\u2028break\u202e.tar"],
  ["nul\0.tar"],
  ["__proto__"],
  ['./"quoted",=1+1.tar'],
  ["../".repeat(3000)],
])("an image with a hostile name has its own line without control characters: %j", async (name) => {
  writeFileSync(join(cwd, "hostile"), `${name}\napp.tar\n`);
  const { code, stdout } = await layerx(["audit", "--source", "oci-archive", "--images", "hostile"], { cwd });
  const lines = linesIn(stdout);
  expect([code, sources(lines)]).toEqual([2, [name, "app.tar"]]);
  expect(lines[0].error).not.toBeNull();
  expect(stdout).not.toMatch(/[\x00-\x09\x0b-\x1f\x7f\u202e]/);
});

describe("the list of images", () => {
  test("can have comments, empty lines and line ends of Windows, and each image is audited once", async () => {
    expect(sources((await audit(["--images", "list"])).lines)).toEqual(["app.tar", "./gone.tar"]);
  });

  test("is read from standard input with -", async () => {
    expect(sources((await audit(["--images", "-"], { stdin: "./a.tar\n./b.tar" })).lines)).toEqual([
      "./a.tar",
      "./b.tar",
    ]);
  });

  test.each([
    [[], "no image was given"],
    [["--images", "missing"], "cannot read the images of missing"],
    [["app.tar", "--resume"], "--resume needs --output"],
    [["app.tar", "--jobs", "0"], "bad value for --jobs: 0"],
    [["app.tar", "--output", "app.tar"], "cannot write app.tar"],
    [["app.tar", "--output", "none/out.jsonl"], "cannot write none/out.jsonl"],
  ])("a mistake in the arguments is an error: %j", async (args, said) => {
    const { code, lines, stderr } = await audit(args);
    expect([code, lines]).toEqual([2, []]);
    expect(stderr).toContain(said);
  });
});

test("a failed rule changes the exit code only with --fail-on verdict", async () => {
  expect((await audit(["app.tar", "--config", "strict.yaml"])).code).toBe(0);
  expect((await audit(["app.tar", "--config", "strict.yaml", "--fail-on", "verdict"])).code).toBe(1);
});

test("--output - writes to standard output, and cannot resume", async () => {
  expect(sources((await audit(["app.tar", "--output", "-"])).lines)).toEqual(["app.tar"]);
  expect((await audit(["app.tar", "--output", "-", "--resume"])).code).toBe(2);
});

describe("--resume", () => {
  test("skips the images that the file has, drops a cut last line, and tries failed images again", async () => {
    const file = join(cwd, "resumed.jsonl");
    const first = await audit(["app.tar", "./gone.tar", "--output", file]);
    expect([first.code, first.lines]).toEqual([2, []]);
    const whole = readFileSync(file, "utf8");
    appendFileSync(file, '{"schemaVersion":1,"source":"./third.tar","err');
    const again = await audit(["app.tar", "./gone.tar", "./third.tar", "--output", file, "--resume"]);
    expect(again.stderr).toBe(
      "audited 2 images, 2 could not be read, 0 failed a rule, 1 skipped, because the output has them\n",
    );
    const text = readFileSync(file, "utf8");
    expect(text.startsWith(whole)).toBe(true);
    expect(sources(linesIn(text))).toEqual(["app.tar", "./gone.tar", "./gone.tar", "./third.tar"]);
  });

  test("has the same exit code as a run that was not interrupted", async () => {
    const file = join(cwd, "verdicts.jsonl");
    const args = ["app.tar", "--config", "strict.yaml", "--fail-on", "verdict", "--output", file, "--resume"];
    expect((await audit(args)).code).toBe(1);
    expect((await audit(args)).code).toBe(1);
    expect(sources(linesIn(readFileSync(file, "utf8")))).toEqual(["app.tar"]);
  });

  test("creates a missing file, and refuses a file that is not an audit", async () => {
    const file = join(cwd, "new.jsonl");
    expect((await audit(["app.tar", "--output", file, "--resume"])).code).toBe(0);
    expect(sources(linesIn(readFileSync(file, "utf8")))).toEqual(["app.tar"]);
    writeFileSync(file, "precious\n");
    const refused = await audit(["app.tar", "--output", file, "--resume"]);
    expect([refused.code, readFileSync(file, "utf8")]).toEqual([2, "precious\n"]);
  });

  test("is needed to keep the file, which is otherwise written again", async () => {
    const file = join(cwd, "anew.jsonl");
    writeFileSync(file, "old\n");
    await audit(["app.tar", "--output", file]);
    expect(sources(linesIn(readFileSync(file, "utf8")))).toEqual(["app.tar"]);
  });
});

describe("--shard", () => {
  const names = Array.from({ length: 40 }, (_, i) => `./none-${i % 20}.tar${i < 20 ? "" : ":tag"}`);
  const shard = async (value: string, env: Record<string, string> = {}) =>
    sources((await audit([...names, "--shard", value], { env })).lines);

  test("of all parts together audits every image once", async () => {
    const all = [...(await shard("1/3")), ...(await shard("2/3")), ...(await shard("3/3"))];
    expect(all.sort()).toEqual([...names].sort());
  });

  test("with auto uses the number of the job from Kubernetes (from 0) or a CI system (from 1)", async () => {
    const second = await shard("2/3");
    expect(await shard("auto/3", { JOB_COMPLETION_INDEX: "1" })).toEqual(second);
    expect(await shard("auto/3", { CI_NODE_INDEX: "2" })).toEqual(second);
    expect(await shard("auto", { CI_NODE_INDEX: "2", CI_NODE_TOTAL: "3" })).toEqual(second);
  });

  test.each(["0/3", "4/3", "2", "x/3", "auto", "auto/3", "1/0", "-1/2"])(
    "with %s is an error",
    async (value) => {
      const { code, stderr } = await audit(["app.tar", `--shard=${value}`]);
      expect([code, stderr.split(" (")[0].split("\n")[0]]).toEqual([
        2,
        `error: bad value for --shard: ${value}`,
      ]);
    },
  );
});

test("several jobs give the same lines as one job, in any order", async () => {
  mkdirSync(join(cwd, "many"), { recursive: true });
  const names = Array.from({ length: 12 }, (_, i) =>
    i % 3 === 0 ? `./gone-${i}.tar` : `${".//".repeat(i)}app.tar`,
  );
  const one = await audit(names);
  const four = await audit([...names, "--jobs", "4"]);
  const sorted = (lines: readonly AuditLine[]) => lines.map((line) => JSON.stringify(line)).sort();
  expect(sorted(four.lines)).toEqual(sorted(one.lines));
  expect(sources(one.lines)).toEqual(names);
});

test("the progress of an audit is shown only on a terminal", async () => {
  const seen = await audit(["./gone.tar", "app.tar"], { tty: ["stderr"] });
  expect(seen.stderr).toContain("audit: 0 of 2 images done, 0 failed");
  expect((await audit(["app.tar"])).stderr).not.toContain("audit:");
});
