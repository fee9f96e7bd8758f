import { execFileSync } from "node:child_process";
import {
  copyFileSync,
  createReadStream,
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { image } from "../support/fixture.js";
import { packings } from "../support/packings.js";
import { layerx, layerxBytes } from "../support/run.js";
import { save } from "../support/save.js";
import { tempDir } from "../support/temp.js";

/** Creates a folder with an image, links to it, rules that extend others, a baseline and a Dockerfile. */
async function folder(): Promise<string> {
  const cwd = tempDir();
  const one = await image([{ a: "a", "app.tar": "x" }], { references: ["app:v1"] });
  await save(packings.dockerSave25, [one], cwd, { name: "app.tar" });
  writeFileSync(join(cwd, ".layerx.yaml"), "extends: team.yaml\nbaseline: {file: b.json}\n");
  writeFileSync(join(cwd, "team.yaml"), "maxLayers: 5\n");
  writeFileSync(join(cwd, "Dockerfile"), "FROM scratch\n");
  const { stdout } = await layerx(["inspect", "app.tar", "--format", "json"], { cwd });
  writeFileSync(join(cwd, "b.json"), stdout);
  symlinkSync("app.tar", join(cwd, "soft"));
  linkSync(join(cwd, "app.tar"), join(cwd, "hard"));
  return cwd;
}

test.each([
  ["app.tar", "the image"],
  ["soft", "the image"],
  ["hard", "the image"],
  ["./app.tar", "the image"],
  [".layerx.yaml", "the rules"],
  ["team.yaml", "the rules"],
  ["b.json", "the baseline"],
  ["Dockerfile", "the Dockerfile"],
])("an output never replaces a file that the gate reads: %s", async (target, what) => {
  const cwd = await folder();
  const before = readFileSync(join(cwd, target));
  for (const source of ["app.tar", "docker-archive:app.tar", "docker-archive:app.tar:app:v1"]) {
    const args = ["ci", source, "--dockerfile", "Dockerfile", "--output", `json=${target}`];
    const { code, stdout, stderr } = await layerx(args, { cwd });
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toContain(`cannot write ${target}\n  why:  it is ${what}, which this command reads`);
  }
  expect(readFileSync(join(cwd, target)).equals(before)).toBe(true);
});

test.each([
  ["ci", "app.tar", "--base", "base.tar", "--output", "json=base.tar"],
  ["slim", "app.tar", "--base", "base.tar", "--output", "base.tar"],
])("an output never replaces the base image: %s", async (...args) => {
  const cwd = await folder();
  copyFileSync(join(cwd, "app.tar"), join(cwd, "base.tar"));
  const { code, stderr } = await layerx(args, { cwd });
  expect([code, stderr.split("\n")[0]]).toEqual([2, "error: cannot write base.tar"]);
});

test("an output never replaces the file that is standard input", async () => {
  const cwd = await folder();
  for (const args of [
    ["ci", "-", "--output", "json=app.tar"],
    ["export", "-", "-o", "app.tar"],
  ]) {
    const stdin = createReadStream("", { fd: openSync(join(cwd, "app.tar"), "r") });
    const { code, stderr } = await layerx(args, { cwd, stdin });
    stdin.destroy();
    expect([code, stderr.split("\n")[0]]).toEqual([2, "error: cannot write app.tar"]);
  }
});

test("a report is written into a pipe, and never replaces it", async () => {
  const cwd = await folder();
  const pipe = join(cwd, "pipe");
  execFileSync("sh", ["-c", 'mkfifo "$1"', "sh", pipe]);
  const [read, { code }] = await Promise.all([
    readFile(pipe, "utf8"),
    layerx(["ci", "app.tar", "--output", "json=pipe"], { cwd }),
  ]);
  expect([code, JSON.parse(read).pass, lstatSync(pipe).isFIFO()]).toEqual([0, true, true]);
});

test.each(["slim", "export"])("%s writes into a pipe or a device, and never replaces it", async (command) => {
  const cwd = await folder();
  const pipe = join(cwd, "pipe");
  execFileSync("sh", ["-c", 'mkfifo "$1"', "sh", pipe]);
  const [expected, read, written] = await Promise.all([
    layerxBytes([command, "app.tar", "-o", "-"], { cwd }),
    readFile(pipe),
    layerx([command, "app.tar", "-o", "pipe"], { cwd }),
  ]);
  expect([written.code, written.stdout]).toEqual([0, ""]);
  expect(read.equals(expected.stdout)).toBe(true);
  expect(lstatSync(pipe).isFIFO()).toBe(true);
});

test("slim and export never replace the image, also with a scheme, by a link or in a layout", async () => {
  const cwd = await folder();
  await save(packings.ociLayout, [await image([{ a: "a" }])], cwd, { name: "layout" });
  const inputs = ["app.tar", "docker-archive:app.tar", "docker-archive:app.tar:app:v1"];
  const targets = ["app.tar", "soft", "hard"].flatMap((to) => inputs.map((from) => [from, to]));
  for (const [from, to] of [
    ...targets,
    ["oci:layout", "layout/index.json"],
    ["layout", "layout/index.json"],
  ]) {
    const before = readFileSync(join(cwd, to));
    for (const command of ["export", "slim"]) {
      const { code, stderr } = await layerx([command, from, "-o", to], { cwd });
      expect([command, from, to, code]).toEqual([command, from, to, 2]);
      expect(stderr).toContain(`cannot write ${to}\n  why:  it is the image, which this command reads`);
    }
    expect(readFileSync(join(cwd, to)).equals(before)).toBe(true);
  }
});

test("a baseline can be updated, but not written over another file that is read", async () => {
  const cwd = await folder();
  const update = (file: string) =>
    layerx(["ci", "app.tar", "--baseline", file, "--update-baseline"], { cwd });
  expect((await update("b.json")).code).toBe(0);
  expect((await update("soft")).code).toBe(2);
  expect((await update("Dockerfile")).code).toBe(2);
});

test("--init --force and extract --force do not replace the image", async () => {
  const cwd = await folder();
  const before = readFileSync(join(cwd, "app.tar"));
  const runs = [
    ["ci", "app.tar", "--init", "--force", "--config", "app.tar"],
    ["extract", "app.tar", "/app.tar", ".", "--force"],
    ["extract", "app.tar", "/a", "app.tar", "--force"],
    ["extract", "app.tar", "/.", ".", "--force"],
  ];
  for (const args of runs) {
    const { code, stderr } = await layerx(args, { cwd });
    expect([args.join(" "), code]).toEqual([args.join(" "), 2]);
    expect(stderr).toContain("it is the image, which this command reads");
  }
  expect(readFileSync(join(cwd, "app.tar")).equals(before)).toBe(true);
  expect((await layerx(["extract", "app.tar", "/a", ".", "--force"], { cwd })).code).toBe(0);
});

test("a file in the folder of a layout is not replaced", async () => {
  const cwd = tempDir();
  const layout = await save(packings.ociLayout, [await image([{ a: "a" }])], cwd, { name: "layout" });
  const before = readFileSync(join(layout, "index.json"));
  const { code } = await layerx(["ci", "oci:layout", "--output", "json=layout/index.json"], { cwd });
  expect([code, readFileSync(join(layout, "index.json")).equals(before)]).toEqual([2, true]);
});

test("a folder or a named pipe as the rules file is an error", async () => {
  const cwd = await folder();
  mkdirSync(join(cwd, "rules"));
  execFileSync("sh", ["-c", 'mkfifo "$1"', "sh", join(cwd, "pipe")]);
  for (const [name, reason] of [
    ["rules", "it is a folder"],
    ["pipe", "it is a named pipe; a regular file is needed"],
  ]) {
    const { code, stderr } = await layerx(["ci", "app.tar", "--config", name], { cwd });
    expect([code, stderr.split("\n")[1]]).toEqual([2, `  why:  ${reason}`]);
  }
  expect((await layerx(["ci", "app.tar", "--config", "/dev/null"], { cwd })).code).toBe(0);
});

test("a deleted working folder is an error with exit code 2", () => {
  const bin = new URL("../../bin/layerx.js", import.meta.url).pathname;
  expect(existsSync(bin)).toBe(true);
  const gone = join(tempDir(), "gone");
  const script = 'mkdir "$1" && cd "$1" && rmdir "$1" && "$2" "$3" cache path 2>&1; echo "exit $?"';
  const out = execFileSync("sh", ["-c", script, "sh", gone, process.execPath, bin], { encoding: "utf8" });
  expect(out).toBe(
    "error: cannot run in the working folder\n  why:  it does not exist any more (ENOENT)\n" +
      "  next: change to a folder that exists, for example with `cd ~`\nexit 2\n",
  );
});
