import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { image } from "../../support/fixture.js";
import { file, hardlink, type LayerSpec } from "../../support/layer-spec.js";
import { packings } from "../../support/packings.js";
import { layerx } from "../../support/run.js";
import { save } from "../../support/save.js";
import { sharedTempDir } from "../../support/temp.js";

const cwd = sharedTempDir();

async function saved(name: string, ...layers: LayerSpec[]): Promise<void> {
  await save(packings.dockerSave25, [await image(layers)], cwd, { name });
}

beforeAll(async () => {
  const app = { "app/main.py": "print(1)", "app/cache/": null };
  await saved("old.tar", { ...app, "app/main.pyc": "old", "app/cache/gone.pyc": "g", "log/a/b": "1" });
  await saved("new.tar", { ...app, "app/main.pyc": "newer", "app/cache/made.pyc": "m", "log/a/b": "22" });
  await saved("times.tar", {
    "app/main.py": file("print(1)", { mtime: 7 }),
    "app/cache/": null,
    "app/main.pyc": "old",
    "app/cache/gone.pyc": "g",
    "log/a/b": "1",
  });
  await saved("linked-old.tar", { "a/first": "content", "b/second": hardlink("a/first") });
  await saved("linked-new.tar", { "a/first": "content", "b/second": hardlink("a/first"), "c/pad": "" });
});

const diff = (args: readonly string[], env: Record<string, string> = {}) =>
  layerx(["diff", ...args], { cwd, env });

async function document(...args: string[]) {
  return JSON.parse((await diff([...args, "--format", "json"])).stdout);
}

async function changed(...args: string[]): Promise<string[]> {
  return (await document(...args)).paths.map(
    ({ path, change }: { path: string; change: string }) => `${change} ${path}`,
  );
}

describe("--exclude", () => {
  test("leaves out the paths of a glob in both images", async () => {
    expect(await changed("old.tar", "new.tar", "--exclude", "*.pyc")).toEqual(["changed /log/a/b"]);
  });

  test("leaves out everything below a folder, and can be used several times", async () => {
    const facts = await document("old.tar", "new.tar", "--exclude", "*.pyc", "--exclude", "/log");
    expect([facts.same, facts.paths, facts.exclude]).toEqual([true, [], ["*.pyc", "/log"]]);
  });

  test("removes the excluded bytes from the totals and from both sizes", async () => {
    const { totals, a, b } = await document("old.tar", "new.tar", "--exclude", "*.pyc");
    expect(totals.changed).toEqual({ files: 1, folders: 0, bytesA: 1, bytesB: 2 });
    expect([a.rootfsSize, b.rootfsSize]).toEqual([9, 10]);
  });

  test("has an effect on the exit code", async () => {
    const args = ["old.tar", "new.tar", "--exit-code", "--exclude", "*.pyc"];
    expect([(await diff(args)).code, (await diff([...args, "--exclude", "/log"])).code]).toEqual([1, 0]);
  });

  test("is shown by the text and the Markdown report", async () => {
    const args = ["old.tar", "new.tar", "--exclude", "*.pyc"];
    expect((await diff([...args, "--stat"])).stdout).toContain("without  *.pyc\n");
    const same = [...args, "--exclude", "/log"];
    expect((await diff(same)).stdout).toContain("have the same files and config (without *.pyc, /log);");
    expect((await diff([...same, "--format", "markdown"])).stdout).toContain("Left out: `*.pyc`, `/log`.");
  });

  test("of the first hard link counts the bytes at the next hard link", async () => {
    const { paths, a } = await document("linked-old.tar", "linked-new.tar", "--exclude", "/a");
    expect([paths.map(({ path }: { path: string }) => path), a.rootfsSize]).toEqual([["/c", "/c/pad"], 7]);
  });

  test("can also be in the settings file", async () => {
    const config = join(cwd, "config.yaml");
    await writeFile(config, "diff:\n  exclude: ['*.pyc', /log]\n");
    const { code, stdout } = await diff(["old.tar", "new.tar", "--quiet"], { LAYERX_CONFIG: config });
    expect([code, stdout]).toEqual([0, ""]);
    await writeFile(config, "diff: {exclude: '*.pyc'}\n");
    const more = await diff(["old.tar", "new.tar", "-q", "--exclude", "/log"], { LAYERX_CONFIG: config });
    expect(more.code).toBe(0);
  });

  test("with an invalid glob is an error, as an option and in the settings file", async () => {
    expect((await diff(["old.tar", "new.tar", "--exclude", ""])).code).toBe(2);
    const config = join(cwd, "bad.yaml");
    await writeFile(config, "diff: {exclude: ['']}\n");
    const { code, stderr } = await diff(["old.tar", "new.tar"], { LAYERX_CONFIG: config });
    expect([code, stderr]).toEqual([2, expect.stringContaining("bad.yaml:1:18")]);
  });

  test("together with --content is an error", async () => {
    const { code, stderr } = await diff(["old.tar", "new.tar", "--content", "/log/a/b", "--exclude", "x"]);
    expect([code, stderr]).toEqual([2, expect.stringContaining("both --content and --exclude")]);
  });
});

describe("--quiet", () => {
  test.each([
    ["exits with 1 if the images differ", ["old.tar", "new.tar"], 1],
    ["exits with 0 if nothing differs", ["old.tar", "old.tar"], 0],
    ["compares only the named paths", ["old.tar", "new.tar", "/app/main.py"], 0],
    ["compares the content of one file", ["old.tar", "new.tar", "--content", "/log/a/b"], 1],
  ])("prints nothing and %s", async (_, args, code) => {
    expect(await diff([...args, "--quiet"])).toEqual({ code, stdout: "", stderr: "" });
  });
});

describe("--times", () => {
  test("counts another modification time as a difference of metadata", async () => {
    expect(await changed("old.tar", "times.tar")).toEqual([]);
    const { paths } = await document("old.tar", "times.tar", "--times");
    expect(paths).toMatchObject([{ path: "/app/main.py", change: "metadata", what: ["mtime"] }]);
    expect((await diff(["old.tar", "times.tar", "--times", "--quiet"])).code).toBe(1);
  });

  test("shows both times in the text", async () => {
    const { stdout } = await diff(["old.tar", "times.tar", "--times", "--all"]);
    expect(stdout).toMatch(/\/app\/main\.py {2}time \S+Z → 1970-01-01T00:00:07Z/);
  });
});
