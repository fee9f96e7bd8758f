import { spawnSync } from "node:child_process";
import { closeSync, openSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { hasCommand } from "../../src/text/workflow-commands.js";
import { image } from "../support/fixture.js";
import { packings } from "../support/packings.js";
import { layerx } from "../support/run.js";
import { save } from "../support/save.js";
import { sharedTempDir } from "../support/temp.js";

const cwd = sharedTempDir();
const NAME = "##vso[x]##[y]section_start:1:z";
const HOSTILE = `RUN a\n::error::stop\n  ::set-output name=x::y ${NAME}`;

const built = image(
  [
    { [NAME]: "old\n::error::in a file\n", "::warning::": "w" },
    { [NAME]: `new\n  ::error::in a file ${NAME}\n` },
  ],
  {
    references: ["app:v1"],
    history: [HOSTILE, HOSTILE].map((created_by) => ({ created_by })),
  },
).then((one) => save(packings.dockerSave25, [one], cwd, { name: "app.tar" }));

const RUNNERS: readonly Readonly<Record<string, string>>[] = [
  { GITHUB_ACTIONS: "true" },
  { TF_BUILD: "True" },
  { GITLAB_CI: "true" },
];
const COMMANDS: readonly (readonly string[])[] = [
  ["inspect", "app.tar"],
  ["inspect", "app.tar", "--format", "json"],
  ["inspect", "app.tar", "--format", "html"],
  ["inspect", "app.tar", "--format", "markdown"],
  ["history", "app.tar", "--no-trunc"],
  ["history", "app.tar", "--format", "json", "--no-trunc"],
  ["history", "app.tar", "--format", "{{.CreatedBy}}", "--no-trunc"],
  ["ci", "app.tar", "--highest-wasted-bytes", "0"],
  ["ci", "app.tar", "--highest-wasted-bytes", "0", "--format", "json"],
  ["ci", "app.tar", "--output", "sarif"],
  ["ci", "app.tar", "--output", "junit"],
  ["ci", "app.tar", "--output", "gitlab"],
  ["waste", "app.tar"],
  ["tree", "app.tar"],
  ["tree", "app.tar", "--format", "json"],
  ["find", "app.tar", "*"],
  ["diff", "app.tar", "app.tar", "--layer", "0:1", "--all"],
  ["diff", "app.tar", "app.tar", "--layer", "0:1", "--content", NAME],
  ["dockerfile", "app.tar"],
  ["command", "app.tar"],
  ["cat", "app.tar", "/nowhere::\n::error::"],
];

describe.each(RUNNERS)("with %j, text of an image is never a command for the runner:", (env) => {
  test.each(COMMANDS.map((args) => [args.join(" "), args] as const))("%s", async (_, args) => {
    await built;
    const { stdout, stderr } = await layerx(args, { cwd, env });
    // The gate's own annotations for GitHub are at the beginning of lines.
    const own = /^::(error|warning) (file=[^:]*,)?title=layerx%3A [^:]*::/gm;
    expect([hasCommand(stdout), hasCommand(stderr.replace(own, "own "))]).toEqual([false, false]);
    if (args.includes("json")) expect(() => parsed(stdout)).not.toThrow();
  });
});

/** @returns the parsed JSON document, or one document for each line. */
function parsed(text: string): unknown {
  return text.startsWith("{\n")
    ? JSON.parse(text)
    : text
        .trim()
        .split("\n")
        .map((line) => JSON.parse(line));
}

test("JSON has the same values with and without a runner", async () => {
  await built;
  const args = ["inspect", "app.tar", "--format", "json"];
  const plain = await layerx(args, { cwd });
  const quiet = await layerx(args, { cwd, env: { TF_BUILD: "True" } });
  expect(JSON.parse(quiet.stdout)).toEqual(JSON.parse(plain.stdout));
});

test("cat refuses to print a command into a log, and prints all other bytes unchanged", async () => {
  await built;
  const path = `/${NAME}`;
  const refused = await layerx(["cat", "app.tar", path], { cwd, env: { GITHUB_ACTIONS: "true" } });
  expect([refused.code, refused.stdout]).toEqual([2, ""]);
  expect(refused.stderr).toContain("it contains a command that the pipeline's runner would run");
  const plain = await layerx(["cat", "app.tar", path], { cwd });
  expect([plain.code, plain.stdout]).toEqual([0, `new\n  ::error::in a file ${NAME}\n`]);
  const harmless = await layerx(["cat", "app.tar", "/::warning::"], { cwd, env: { GITHUB_ACTIONS: "true" } });
  expect([harmless.code, harmless.stdout]).toEqual([0, "w"]);
});

test("cat writes the same bytes into a file, which is not the log", async () => {
  await built;
  const program = fileURLToPath(new URL("../../bin/layerx.js", import.meta.url));
  const target = openSync(join(cwd, "out"), "w");
  const { status } = spawnSync(process.execPath, [program, "cat", "app.tar", `/${NAME}`], {
    cwd,
    env: { GITHUB_ACTIONS: "true" },
    stdio: ["ignore", target, "pipe"],
  });
  closeSync(target);
  expect([status, readFileSync(join(cwd, "out"), "utf8")]).toEqual([
    0,
    `new\n  ::error::in a file ${NAME}\n`,
  ]);
});

test("layerx IMAGE in CI prints a note that it is not a gate", async () => {
  await built;
  const noted = await layerx(["app.tar"], { cwd, env: { CI: "true" } });
  expect([noted.code, noted.stderr]).toEqual([
    0,
    "note: this is a report, not a gate: its exit code does not depend on the image. `layerx ci IMAGE` is the gate.\n",
  ]);
  const quiet = [
    await layerx(["app.tar"], { cwd }),
    await layerx(["inspect", "app.tar", "--format", "json"], { cwd, env: { CI: "true" } }),
  ];
  expect(quiet.map(({ stderr }) => stderr)).toEqual(["", ""]);
});
