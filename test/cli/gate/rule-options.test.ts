import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { type ImageOptions, image } from "../../support/fixture.js";
import type { LayerSpec } from "../../support/layer-spec.js";
import { packings } from "../../support/packings.js";
import { layerx, type Surroundings } from "../../support/run.js";
import { save } from "../../support/save.js";
import { sharedTempDir, tempDir } from "../../support/temp.js";

/*
 * A base of 60 bytes that ends with its CMD, a COPY of 30 bytes with a Git folder, and a RUN that overwrites 20 bytes
 * of the base. The image has 110 bytes, and 20 of them are wasted.
 */
const BASE: LayerSpec = { keep: "k".repeat(40), conf: "a".repeat(20) };
const LAYERS: readonly LayerSpec[] = [
  BASE,
  { "app/.git/config": "g".repeat(10), "app/main": "m".repeat(20) },
  { conf: "b".repeat(20) },
];
const OPTIONS: ImageOptions = {
  history: [
    { created_by: "ADD rootfs.tar / # buildkit" },
    { created_by: 'CMD ["sh"]', empty_layer: true },
    { created_by: "COPY . /app # buildkit" },
    { created_by: "RUN /bin/sh -c configure # buildkit" },
  ],
};

const shared = sharedTempDir();
const sharedByBase = sharedTempDir();
let archive = "";
let base = "";

beforeAll(async () => {
  archive = await save(packings.dockerSave25, [await image(LAYERS, OPTIONS)], shared);
  const alone = await image([BASE], { references: ["example.com/base:1"] });
  base = await save(packings.dockerSave25, [alone], sharedByBase);
});

interface Ran extends Surroundings {
  readonly args?: readonly string[];
  /** Files of the working directory. */
  readonly files?: Readonly<Record<string, string>>;
  readonly archive?: string;
}

const NOON = Date.parse("2026-06-15T12:00:00Z");

async function ci({ args = [], files = {}, archive: of = archive, ...around }: Ran) {
  const cwd = around.cwd ?? tempDir();
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(cwd, name)), { recursive: true });
    writeFileSync(join(cwd, name), text);
  }
  const { code, stdout, stderr } = await layerx(["ci", of, ...args], { now: NOON, ...around, cwd });
  const plain = (text: string) => text.replaceAll(archive, "IMAGE").replaceAll(base, "BASE");
  return { code, stdout: plain(stdout), stderr: plain(stderr), cwd };
}

/** @returns from the JSON the exit code, and each rule as `name actual of limit status`. */
async function verdict(ran: Ran) {
  const { code, stdout } = await ci({ ...ran, args: [...(ran.args ?? []), "--format", "json"] });
  const rules: Record<string, unknown>[] = JSON.parse(stdout).rules;
  return [code, ...rules.map((rule) => `${rule.name} ${rule.actual} of ${rule.limit} ${rule.status}`)];
}

/** Checks that the run is an error. @returns its first line and its reason. */
async function complaint(ran: Ran) {
  const { code, stdout, stderr } = await ci(ran);
  const [what, why] = stderr.split("\n");
  expect([code, stdout]).toEqual([2, ""]);
  return [what.replace("error: ", ""), why.replace("  why:  ", "")];
}

describe("a rules file that extends another file", () => {
  test("inherits its rules, and can replace single rules", async () => {
    const files = {
      ".layerx.yaml": "extends: rules/team.yaml\nmaxSize: 200\nbudgets: {/app: 30}\n",
      "rules/team.yaml": "extends: [more.yaml]\nmaxSize: 1\nmaxLayers: 9\nbudgets: {/app: 1, /keep: 40}\n",
      "rules/more.yaml": "maxLayers: 1\nlowestEfficiency: 80%\n",
    };
    expect(await verdict({ files })).toEqual([
      0,
      `lowestEfficiency ${90 / 110} of 0.8 passed`,
      "maxLayers 3 of 9 passed",
      "maxSize 110 of 200 passed",
      "budgets:/app 30 of 30 passed",
      "budgets:/keep 40 of 40 passed",
    ]);
  });

  test("is an error with the place if it extends itself", async () => {
    const files = { ".layerx.yaml": "extends: a.yaml\n", "a.yaml": "maxLayers: 1\nextends: .layerx.yaml\n" };
    expect(await complaint({ files })).toEqual([
      "cannot use the rules of a.yaml:2:10",
      ".layerx.yaml extends itself",
    ]);
  });

  test("is an error with the place if the other file is missing or wrong", async () => {
    expect(await complaint({ files: { ".layerx.yaml": "extends:\n  - gone.yaml\n" } })).toEqual([
      "cannot use the rules of .layerx.yaml:2:5",
      "cannot read gone.yaml: there is no such file",
    ]);
    const files = { ".layerx.yaml": "extends: a.yaml\n", "a.yaml": "maxlayers: 1\n" };
    expect(await complaint({ files })).toEqual([
      "cannot use the rules of a.yaml:1:1",
      "maxlayers is not a rule",
    ]);
  });
});

describe("the base image", () => {
  const files = { ".layerx.yaml": "maxSizeAboveBase: 50\nbudgets: {/conf: 20}\n" };
  const within = ["maxSizeAboveBase 50 of 50 passed", "budgets:/conf 20 of 20 passed"];

  test("can be set in the rules file, by number, image or history", async () => {
    for (const where of ["1", "auto", base]) {
      const text = `${files[".layerx.yaml"]}base: ${where}\n`;
      expect(await verdict({ files: { ".layerx.yaml": text } })).toEqual([0, ...within]);
    }
  });

  test("can be set by an option, which replaces the rules file", async () => {
    const text = `${files[".layerx.yaml"]}base: 3\n`;
    for (const args of [
      ["--base-layers", "1"],
      ["--base", "auto"],
      ["--base", base],
    ]) {
      expect(await verdict({ files: { ".layerx.yaml": text }, args })).toEqual([0, ...within]);
    }
  });

  test("is only guessed without an option, and then changes no number", async () => {
    const { stdout } = await ci({ files, args: ["--format", "json"] });
    const { base: found, pass } = JSON.parse(stdout);
    expect([pass, found]).toEqual([
      false,
      {
        layers: 1,
        by: "history",
        guessed: true,
        name: null,
        digest: null,
        reason: "instructions follow its CMD",
        counted: false,
      },
    ]);
  });

  test.each([
    [
      ["--base-layers", "4"],
      ["IMAGE cannot have a base of 4 layers", "the image has only 3 layers"],
    ],
    [
      ["--base-layers", "one"],
      ["bad value for --base-layers: one", "it takes a number of layers, such as 3"],
    ],
  ])("%j is an error", async (args, expected) => {
    expect(await complaint({ args })).toEqual(expected);
  });

  test("is an error if the image is not built on it", async () => {
    expect(await complaint({ archive: base, args: ["--base", archive] })).toEqual([
      "BASE is not built on IMAGE",
      "layer 1 of the base is not among the lowest layers of the image",
    ]);
  });

  test("has an effect on the numbers of inspect, which then count the layers above it", async () => {
    const { stdout } = await layerx(["inspect", archive, "--base-layers", "2", "--format", "json"]);
    const report = JSON.parse(stdout);
    expect([report.image.userSize, report.image.wastedPercent, report.base.layers]).toEqual([20, 0, 2]);
  });
});

describe("an ignored rule", () => {
  const files = {
    ".layerx.yaml":
      "forbidden: ['**/.git/**']\nignore:\n  - { path: /app/.git, reason: moves away in spring, until: 2026-06-15 }\n",
  };

  test("warns in the text until its last day", async () => {
    const { code, stdout } = await ci({ files });
    expect([code, stdout]).toEqual([
      0,
      `PASS  example.com/app:1: 1 of 1 rule warns
      110B in 3 layers, 20B wasted, efficiency 81.82%

  ! forbidden:**/.git/**  0  at most 0  (.layerx.yaml)
      ignored until 2026-06-15 at /app/.git: 1 path of 10B moves away in
        spring

  rules file: .layerx.yaml

verdict: pass size=110 layers=3 wasted=20 efficiency=0.8182
`,
    ]);
  });

  test("that matches nothing is named in the text", async () => {
    const unused = { ".layerx.yaml": "ignore: [{ path: /nowhere, reason: known }]\n" };
    expect((await ci({ files: unused })).stdout).toContain("nothing to ignore: /nowhere");
  });

  test("is in the JSON with its reason, its last day, and the bytes that it leaves out", async () => {
    const { rules } = JSON.parse((await ci({ files, args: ["--format", "json"] })).stdout);
    const ignore = { rule: null, path: "/app/.git", reason: "moves away in spring", until: "2026-06-15" };
    expect(rules[0].ignored).toEqual([{ ...ignore, expired: false, paths: 1, bytes: 10 }]);
  });

  test("fails after the last day, with the paths, instructions and advice", async () => {
    const { code, stdout } = await ci({ files, now: NOON + 86_400_000 });
    const [report] = stdout.split("\n\nLeftovers");
    expect([code, report]).toEqual([
      1,
      `FAIL  example.com/app:1: 1 of 1 rule failed

  ✗ forbidden:**/.git/**  1  at most 0  (.layerx.yaml)
      no longer ignored at /app/.git, since 2026-06-15 is over: 1 path of 10B
        moves away in spring

  rules file: .layerx.yaml

The number of paths like **/.git/** is 1, but must be 0

      10B  /app/.git/config
           written by layer 1  COPY . /app
           → Add .git to .dockerignore. Then the version history is not copied
             into the image.`,
    ]);
  });

  test("ends at midnight in UTC, in any time zone", async () => {
    const late = Date.parse("2026-06-15T23:59:59Z");
    for (const TZ of ["Pacific/Kiritimati", "America/Anchorage"]) {
      expect((await ci({ files, now: late, env: { TZ, LANG: "de_DE" } })).code).toBe(0);
      expect((await ci({ files, now: late + 1000, env: { TZ, LANG: "de_DE" } })).code).toBe(1);
    }
  });
});

describe("a baseline", () => {
  test("is written by --update-baseline, and the same image then passes", async () => {
    const { cwd, code, stdout } = await ci({ args: ["--baseline", "b.json", "--update-baseline"] });
    expect([code, stdout.split("\n").at(-4)]).toEqual([0, "  baseline: b.json, updated from this image"]);
    const again = await ci({ cwd, args: ["--baseline", "b.json"] });
    expect([again.code, again.stdout.split("\n")[0]]).toEqual([0, "PASS  example.com/app:1: 4 rules passed"]);
    const written = readFileSync(join(cwd, "b.json"), "utf8");
    await ci({ cwd, args: ["--baseline", "b.json", "--update-baseline"], now: NOON * 2 });
    expect(readFileSync(join(cwd, "b.json"), "utf8")).toBe(written);
  });

  test("can be a report of inspect or ci, or an image", async () => {
    const leaner = await image([LAYERS[0], LAYERS[1]], OPTIONS);
    const before = await save(packings.dockerSave25, [leaner], tempDir());
    const report = async (command: string) =>
      (await layerx([command, before, "--format", "json"], { cwd: tempDir() })).stdout;
    const grown = [
      1,
      "newWastedBytes 20 of 0 failed",
      "newSize 20 of 0 failed",
      "newLayers 1 of 0 failed",
      "lostEfficiency 0.181818182 of 0 failed",
    ];
    for (const command of ["inspect", "ci"]) {
      const files = { "b.json": await report(command) };
      expect(await verdict({ files, args: ["--baseline", "b.json"] })).toEqual(grown);
    }
    expect(await verdict({ args: ["--baseline-image", before] })).toEqual(grown);
    const allowed = ["size=23%", "layers=1", "wastedBytes=20B", "efficiency=0.19"];
    const growth = allowed.flatMap((one) => ["--growth", one]);
    expect((await verdict({ args: ["--baseline-image", before, ...growth] }))[0]).toBe(0);
  });

  test("allows the forbidden paths that it has", async () => {
    const files = { ".layerx.yaml": "forbidden: ['**/.git/**']\nbaseline: { file: b.json }\n" };
    const { cwd, code } = await ci({ files, args: ["--update-baseline"] });
    expect(code).toBe(0);
    expect((await verdict({ cwd })).slice(0, 2)).toEqual([0, "forbidden:**/.git/** 0 of 0 passed"]);
    const more = await image([...LAYERS, { "x/.git/HEAD": "r" }], { ...OPTIONS, history: null });
    const bigger = await save(packings.dockerSave25, [more], tempDir());
    expect((await verdict({ cwd, archive: bigger })).slice(0, 2)).toEqual([
      1,
      "forbidden:**/.git/** 1 of 0 failed",
    ]);
  });

  test("of another repository or platform is an error; another tag is fine", async () => {
    const saved = async (options: ImageOptions) =>
      save(packings.dockerSave25, [await image(LAYERS, { ...OPTIONS, ...options })], tempDir());
    const other = await saved({ references: ["example.com/other:1"] });
    const arm = await saved({ platform: "linux/arm64" });
    const tagged = await saved({ references: ["example.com/app:2"] });
    expect((await complaint({ args: ["--baseline-image", other] }))[1]).toBe(
      "it is of example.com/other, this one is example.com/app",
    );
    expect((await complaint({ args: ["--baseline-image", arm] }))[1]).toBe(
      "it is of linux/arm64, this one is linux/amd64",
    );
    expect((await ci({ args: ["--baseline-image", tagged] })).code).toBe(0);
    const next = async (archive: string) =>
      (await ci({ args: ["--baseline-image", archive] })).stderr.split("\n")[2];
    expect([await next(other), await next(arm)]).toEqual([
      "  next: name an earlier build of this image; if only its name is different, rename it with docker tag and save it again",
      "  next: name a build of it for linux/amd64",
    ]);
  });

  test("replaces only a report", async () => {
    const files = { "image.tar": "not a report" };
    const { cwd, code, stderr } = await ci({ files, args: ["--baseline", "image.tar", "--update-baseline"] });
    expect([code, stderr.split("\n")[1]]).toEqual([2, "  why:  it is not a report and would be lost"]);
    expect(readFileSync(join(cwd, "image.tar"), "utf8")).toBe("not a report");
  });

  test.each([
    [["--baseline", "gone.json"], "there is no baseline gone.json", "there is no such file"],
    [
      ["--update-baseline"],
      "there is no baseline to update",
      "there is no earlier report or image to compare with",
    ],
    [
      ["--growth", "size=5%"],
      "there is no baseline for the allowed growth",
      "there is no earlier report or image to compare with",
    ],
    [
      ["--growth", "sizes=1", "--baseline", "b"],
      "bad value for --growth: sizes=1",
      "it takes NAME=VALUE, where NAME is wastedBytes, size, layers, efficiency, forbidden",
    ],
    [
      ["--growth", "layers=many", "--baseline", "b"],
      "bad value for --growth: layers=many",
      "it takes layers=VALUE, where VALUE is a whole number such as 1, or disabled",
    ],
  ])("with missing or invalid arguments is an error: %j", async (args, what, why) => {
    expect(await complaint({ args })).toEqual([what, why]);
  });

  test("that is not a report is an error with its place", async () => {
    const files = { "b.json": '{\n  "schemaVersion": 7\n}\n' };
    expect(await complaint({ files, args: ["--baseline", "b.json"] })).toEqual([
      "cannot use the baseline b.json:2:20",
      "it is not a report of layerx: schemaVersion has a wrong value",
    ]);
  });
});

describe("--init", () => {
  test("writes rules that the image passes, with comments about rules that it fails", async () => {
    const { cwd, code, stdout } = await ci({ args: ["--init"] });
    expect([code, stdout]).toEqual([
      0,
      "wrote .layerx.yaml, which this image passes; read it, and lower its limits where you can\n",
    ]);
    const text = readFileSync(join(cwd, ".layerx.yaml"), "utf8");
    expect(text.split("\n").filter((line) => /^\s*[^#\s]/.test(line))).toEqual([
      "base: 1",
      "lowestEfficiency: 81%",
      "highestWastedBytes: 20",
      "maxSize: 130",
      "maxLayers: 3",
      "forbidden:",
      "  - '**/.env'",
      "  - '**/.ssh/**'",
      "  - '**/.npmrc'",
      "  - '**/.pypirc'",
    ]);
    expect(text).toContain("  # - '**/.git/**'  # the image contains some today\n");
    expect((await verdict({ cwd }))[0]).toBe(0);
  });

  test("proposes budgets for paths above the base, each path once", async () => {
    const layers: readonly LayerSpec[] = [
      { "usr/share/doc/base": "b".repeat(40) },
      { "var/cache/apt/a.bin": "a".repeat(20) },
      { "var/cache/apt/b.bin": "b".repeat(10) },
    ];
    const instructions = ["ADD rootfs.tar /", "RUN a", "RUN b"].map((created_by) => ({ created_by }));
    const [add, ...runs] = instructions;
    const history = [add, { created_by: 'CMD ["sh"]', empty_layer: true }, ...runs];
    const of = await save(packings.dockerSave25, [await image(layers, { history })], tempDir());
    const { cwd } = await ci({ archive: of, args: ["--init"] });
    const text = readFileSync(join(cwd, ".layerx.yaml"), "utf8");
    expect(/^# budgets:\n(?:#.*\n)*/m.exec(text)?.[0]).toBe(
      "# budgets:\n# 30B of apt's cache can be saved:\n#   '/var/cache/apt': 0\n",
    );
  });

  test("replaces a file only with --force", async () => {
    const files = { ".layerx.yaml": "maxLayers: 1\n" };
    const { cwd, code, stderr } = await ci({ files, args: ["--init"] });
    expect([code, stderr.split("\n")[0]]).toEqual([2, "error: .layerx.yaml already exists"]);
    expect(readFileSync(join(cwd, ".layerx.yaml"), "utf8")).toBe("maxLayers: 1\n");
    expect((await ci({ cwd, args: ["--init", "--force"] })).code).toBe(0);
    expect((await verdict({ cwd }))[0]).toBe(0);
  });
});

describe("--explain", () => {
  test.each(["maxSize", "max-size"])("explains the rule %s", async (name) => {
    expect(await layerx(["ci", "--explain", name])).toEqual({
      code: 0,
      stderr: "",
      stdout: `maxSize

Fails if all layers together contain more bytes than this, uncompressed.
Images grow a little with every change. A limit makes growth a decision. Build in a separate stage and copy the result with COPY --from.

On the command line: --max-size

In .layerx.yaml:

  maxSize: 500MB

Read more: https://docs.docker.com/build/building/multi-stage/
`,
    });
  });

  test("accepts the names of rules in reports", async () => {
    for (const [name, key] of [
      ["forbidden:**/.env", "forbidden"],
      ["newSize", "baseline"],
      ["highestUserWastedPercent", "highestWastedPercent"],
    ]) {
      const { stdout } = await layerx(["ci", "--explain", name]);
      expect(stdout.split("\n")[0]).toBe(key);
    }
  });

  test("suggests the nearest name for an unknown rule", async () => {
    const { code, stderr } = await layerx(["ci", "--explain", "frobidden"]);
    expect([code, stderr.split("\n")[1].endsWith("; did you mean forbidden?")]).toEqual([2, true]);
  });
});

test("ci without an image is an error", async () => {
  expect(await layerx(["ci"])).toEqual({
    code: 2,
    stdout: "",
    stderr: `error: cannot run this command: IMAGE is missing
  why:  \`layerx ci\` takes <IMAGE>
  next: see \`layerx ci --help\`
`,
  });
});
