import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { image } from "../../support/fixture.js";
import type { LayerSpec } from "../../support/layer-spec.js";
import { packings } from "../../support/packings.js";
import { layerx } from "../../support/run.js";
import { save } from "../../support/save.js";
import { sharedTempDir, tempDir } from "../../support/temp.js";

/*
 * Two layers of 60 and 40 bytes. The second layer overwrites a file of 20 bytes by 20 other bytes, and adds 20 bytes.
 * The image has 100 bytes and the final filesystem 80, so the efficiency is 0.8. 20 bytes are wasted, none above the
 * base. In dive's arithmetic the efficiency is also 0.8, but 40 bytes are wasted: 40/40 of the user's bytes.
 */
const LAYERS: readonly LayerSpec[] = [
  { keep: "k".repeat(40), conf: "a".repeat(20) },
  { conf: "b".repeat(20), more: "m".repeat(20) },
];
const shared = sharedTempDir();
let archive = "";

beforeAll(async () => {
  const built = await image(LAYERS, {
    history: [{ created_by: "ADD base" }, { created_by: "RUN change" }],
  });
  archive = await save(packings.dockerSave25, [built], shared);
});

interface Ran {
  readonly args?: readonly string[];
  /** Files of the working directory. */
  readonly files?: Readonly<Record<string, string>>;
}

async function ci({ args = [], files = {} }: Ran) {
  const cwd = tempDir();
  for (const [name, text] of Object.entries(files)) writeFileSync(join(cwd, name), text);
  return layerx(["ci", archive, ...args], { cwd });
}

/** @returns from the JSON the exit code, and each rule as `name limit actual pass metrics`. */
async function verdict(ran: Ran) {
  const { code, stdout, stderr } = await ci({ ...ran, args: [...(ran.args ?? []), "--format", "json"] });
  expect(stderr).toBe("");
  const { pass, rules, rulesFile } = JSON.parse(stdout);
  const lines = rules.map((rule: Record<string, unknown>) =>
    [rule.name, rule.limit, rule.actual, rule.pass ? "pass" : "fail", rule.metrics].join(" "),
  );
  return { code, pass, rules: lines, rulesFile };
}

describe("rules", () => {
  test("without rules, lowestEfficiency 0.9 and highestWastedPercent 0.1 are checked", async () => {
    expect(await verdict({})).toEqual({
      code: 1,
      pass: false,
      rules: ["lowestEfficiency 0.9 0.8 fail exact", "highestWastedPercent 0.1 0 pass exact"],
      rulesFile: null,
    });
  });

  test("each flag is a rule; if it passes, the exit code is 0", async () => {
    const args = ["--lowest-efficiency", "80%", "--highest-wasted-bytes=20", "--highest-wasted-percent", "0"];
    expect(await verdict({ args: [...args, "--max-layers", "2", "--max-size", "0.1kB"] })).toEqual({
      code: 0,
      pass: true,
      rules: [
        "lowestEfficiency 0.8 0.8 pass exact",
        "highestWastedBytes 20 20 pass exact",
        "highestWastedPercent 0 0 pass exact",
        "maxLayers 2 2 pass exact",
        "maxSize 100 100 pass exact",
      ],
      rulesFile: null,
    });
  });

  test.each([
    ["--lowest-efficiency=0.81", "lowestEfficiency 0.81 0.8 fail exact"],
    ["--highest-wasted-bytes=19", "highestWastedBytes 19 20 fail exact"],
    ["--max-layers=1", "maxLayers 1 2 fail exact"],
    ["--max-size=99", "maxSize 99 100 fail exact"],
  ])("a rule that fails gives the exit code 1: %s", async (flag, rule) => {
    expect(await verdict({ args: [flag] })).toEqual({
      code: 1,
      pass: false,
      rules: [rule],
      rulesFile: null,
    });
  });

  test("an option replaces the same rule of the rules file", async () => {
    const files = { ".layerx.yaml": "lowestEfficiency: 0.9\nmaxSize: 1GB\n" };
    expect(await verdict({ files, args: ["--lowest-efficiency", "disabled", "--max-layers", "5"] })).toEqual({
      code: 0,
      pass: true,
      rules: ["maxLayers 5 2 pass exact", "maxSize 1000000000 100 pass exact"],
      rulesFile: ".layerx.yaml",
    });
  });
});

describe("the rules file", () => {
  const dive = "rules:\n  lowestEfficiency: 0.8\n  highestUserWastedPercent: 0.5\n";

  test("is .layerx.yaml before .dive-ci", async () => {
    const files = { ".layerx.yaml": "maxLayers: 2\n", ".dive-ci": dive };
    expect(await verdict({ files })).toEqual({
      code: 0,
      pass: true,
      rules: ["maxLayers 2 2 pass exact"],
      rulesFile: ".layerx.yaml",
    });
  });

  test("can be .dive-ci, with dive's numbers and dive's names of rules", async () => {
    expect(await verdict({ files: { ".dive-ci": dive } })).toEqual({
      code: 1,
      pass: false,
      rules: ["lowestEfficiency 0.8 0.8 pass dive", "highestUserWastedPercent 0.5 1 fail dive"],
      rulesFile: ".dive-ci",
    });
  });

  test("cannot be .layerx.yml, which is an error because it would be ignored", async () => {
    const cwd = tempDir();
    writeFileSync(join(cwd, ".layerx.yml"), "maxLayers: 1\n");
    expect(
      (await layerx(["ci", archive], { cwd })).stderr,
    ).toBe(`error: the rules of .layerx.yml would be ignored
  why:  the default file of rules is .layerx.yaml
  next: rename the file, or use --config .layerx.yml
`);
    expect((await layerx(["ci", archive, "--config", ".layerx.yml"], { cwd })).code).toBe(1);
    writeFileSync(join(cwd, ".layerx.yaml"), "maxLayers: 9\n");
    expect((await layerx(["ci", archive], { cwd })).code).toBe(0);
  });

  test("is checked with layerx's exact numbers with --metrics exact", async () => {
    expect(await verdict({ files: { ".dive-ci": dive }, args: ["--metrics", "exact"] })).toEqual({
      code: 0,
      pass: true,
      rules: ["lowestEfficiency 0.8 0.8 pass exact", "highestUserWastedPercent 0.5 0 pass exact"],
      rulesFile: ".dive-ci",
    });
  });

  test("is the file of --config, in the form of layerx or of dive", async () => {
    const files = { ".layerx.yaml": "maxLayers: 1\n", "mine.yml": dive };
    expect((await verdict({ files, args: ["--config", "mine.yml"] })).rules).toEqual([
      "lowestEfficiency 0.8 0.8 pass dive",
      "highestUserWastedPercent 0.5 1 fail dive",
    ]);
    expect(
      (await verdict({ files: { other: "maxLayers: 3\n" }, args: ["--config", "other"] })).rules,
    ).toEqual(["maxLayers 3 2 pass exact"]);
  });

  test("is not needed for dive's numbers with --metrics dive", async () => {
    expect((await verdict({ args: ["--metrics=dive", "--highest-wasted-bytes=40"] })).rules).toEqual([
      "highestWastedBytes 40 40 pass dive",
    ]);
  });
});

describe("a mistake in the rules is an error:", () => {
  test.each([
    [
      "--lowest-efficiency",
      "high",
      "a ratio from 0 to 1 such as 0.95, a percentage such as 95%, or disabled",
    ],
    ["--lowest-efficiency", "1.5", "a ratio from 0 to 1 such as 0.95, a percentage such as 95%, or disabled"],
    [
      "--highest-wasted-percent",
      "-1",
      "a ratio from 0 to 1 such as 0.95, a percentage such as 95%, or disabled",
    ],
    ["--highest-wasted-bytes", "20 apples", "a size in bytes or such as 10kB, 10MB, 10MiB, 1GB, or disabled"],
    ["--max-size", "-1", "a size in bytes or such as 10kB, 10MB, 10MiB, 1GB, or disabled"],
    ["--max-layers", "2.5", "a whole number such as 20, or disabled"],
  ])("%s %s", async (flag, value, wanted) => {
    expect(await ci({ args: [flag, value] })).toEqual({
      code: 2,
      stdout: "",
      stderr: `error: bad value for ${flag}: ${value}
  why:  it takes ${wanted}
  next: correct the value, or see \`layerx ci --help\`
`,
    });
  });

  test("in the rules file, with its line and column", async () => {
    const files = { ".layerx.yaml": "lowestEfficiency: 0.9\nmaxSize: huge\n" };
    expect(await ci({ files })).toEqual({
      code: 2,
      stdout: "",
      stderr: `error: cannot use the rules of .layerx.yaml:2:10
  why:  maxSize takes a size in bytes or such as 10kB, 10MB, 10MiB, 1GB, or disabled, not huge
  next: correct the value, or remove the line
`,
    });
  });

  test("a key of dive's form in a .layerx.yaml", async () => {
    const { code, stderr } = await ci({ files: { ".layerx.yaml": "rules:\n  lowestEfficiency: 0.1\n" } });
    expect([code, stderr.split("\n")[1]]).toEqual([2, "  why:  rules is not a rule"]);
  });

  test("a missing file of --config", async () => {
    expect(await ci({ args: ["--config", "nowhere.yaml"] })).toEqual({
      code: 2,
      stdout: "",
      stderr: `error: cannot read the rules of nowhere.yaml
  why:  there is no such file
  next: check the path, or use another file with --config
`,
    });
  });

  test("a folder in place of the file", async () => {
    const { code, stdout, stderr } = await ci({ args: ["--config", "."] });
    expect([code, stdout, stderr.split("\n")[0]]).toEqual([2, "", "error: cannot read the rules of ."]);
  });

  test.each([["--max-layer", "3"], ["--format", "xml"], ["--metrics", "mine"], ["--config"]])(
    "%s %s",
    async (...args) => {
      const { code, stdout } = await ci({ args });
      expect([code, stdout]).toEqual([2, ""]);
    },
  );

  test("a missing image", async () => {
    const { code, stdout } = await layerx(["ci", "nowhere.tar"], { cwd: tempDir() });
    expect([code, stdout]).toEqual([2, ""]);
  });
});

test("the text has the result, the rules and the advice", async () => {
  const { code, stdout, stderr } = await ci({ args: ["--lowest-efficiency", "0.9"] });
  expect({ code, stderr, stdout: stdout.replaceAll(archive, "IMAGE") }).toEqual({
    code: 1,
    stderr: "",
    stdout: `FAIL  example.com/app:1: 1 of 1 rule failed

  ✗ lowestEfficiency  80%  at least 90%: 12B too much waste
                           (--lowest-efficiency)

20B wasted, largest first

      20B  overwritten
           /conf
           written by layer 0  ADD base
           overwritten by layer 1  RUN change
           → Write only the final version: use one RUN for both steps, or copy
             the final version into the image.

Without changing the Dockerfile: \`layerx slim\` saves 20B.

verdict: fail size=100 layers=2 wasted=20 efficiency=0.8000
`,
  });
});

test("the JSON has the documented keys in their order, and the wasted files", async () => {
  const { stdout } = await ci({ args: ["--lowest-efficiency", "0.9", "--format", "json"] });
  const report = JSON.parse(stdout);
  expect(Object.keys(report).slice(0, 4)).toEqual(["schemaVersion", "image", "pass", "rules"]);
  expect(Object.keys(report.rules[0]).slice(0, 5)).toEqual(["name", "limit", "actual", "pass", "message"]);
  expect(report.schemaVersion).toBe(1);
  expect(report.image.source).toBe(archive);
  expect(report.rules[0].message).toBe("efficiency is 80%, but must be 90% or more: 12B too much waste");
  expect(Object.keys(report.rules[0]).at(-1)).toBe("toPass");
  expect(report.rules[0].toPass).toEqual({ amount: 12, of: "wastedBytes" });
  expect(report.dive).toEqual({ efficiency: 0.8, wastedBytes: 40, userWastedPercent: 1 });
  expect(report.offenders).toEqual([
    {
      bytes: 20,
      cause: "overwritten",
      layer: 0,
      createdBy: "ADD base",
      endedBy: 1,
      endedByInstruction: "RUN change",
      advice:
        "Write only the final version: use one RUN for both steps, or copy the final version into the image.",
      copies: 1,
      paths: ["/conf"],
      adviceSource: "https://github.com/opencontainers/image-spec/blob/main/layer.md",
    },
  ]);
  expect(report.slim).toEqual({ bytes: 20, command: "layerx slim" });
});
