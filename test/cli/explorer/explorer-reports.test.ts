import {
  copyFileSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join, resolve } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { analyze } from "../../../src/analysis/analyze.js";
import type { Context, World } from "../../../src/cli/command-context.js";
import { explorerReports } from "../../../src/cli/explorer/explorer-reports.js";
import type { BaseArgs } from "../../../src/cli/gate/base-options.js";
import { LayerxError } from "../../../src/errors.js";
import { IMAGE_FORMATS } from "../../../src/report/image/formats.js";
import { open } from "../../source/opening.js";
import { layerx } from "../../support/run.js";
import { saveSmallImage } from "../../support/small-image.js";
import { sharedTempDir, tempDir } from "../../support/temp.js";

const images = sharedTempDir();
beforeAll(() => saveSmallImage(images));

const NO_BASE: BaseArgs = { base: undefined, "base-layers": undefined };

interface SaveOptions {
  readonly cwd: string;
  readonly ending?: string;
  readonly replace?: boolean;
  readonly args?: BaseArgs;
}

/** Saves a report in the same way as the explorer. @returns the result, or the text of the error. */
async function saved(to: string, { cwd, ending = "md", replace = false, args = NO_BASE }: SaveOptions) {
  const image = { ...(await open(join(images, "app.tar"))), source: "app.tar" };
  const stop = new AbortController();
  const reports = explorerReports(args, worldIn(cwd));
  const format = reports.formats.find((one) => one.ending === ending) ?? reports.formats[0];
  try {
    const analysis = await analyze(image);
    return await reports.save({ analysis, copies: null, format, to, replace, signal: stop.signal });
  } catch (error) {
    if (error instanceof LayerxError) return error.message;
    throw error;
  } finally {
    await image.close();
  }
}

/** The parts of a command's context that saving needs. */
function worldIn(cwd: string): Pick<Context, "open"> & { readonly world: Pick<World, "cwd" | "stdin"> } {
  return {
    world: { cwd, stdin: process.stdin },
    open: () => Promise.reject(new Error("no other image is opened")),
  };
}

test.each(IMAGE_FORMATS.map(({ name, ending }) => [name, ending]))(
  "a report as %s has the same bytes as from `layerx inspect`",
  async (name, ending) => {
    const cwd = realpathSync(tempDir());
    const { stdout } = await layerx(["inspect", "app.tar", "--format", name], { cwd: images });
    expect(await saved(`out.${ending}`, { cwd, ending })).toEqual({
      is: "saved",
      path: `${cwd}/out.${ending}`,
      bytes: Buffer.byteLength(stdout),
    });
    expect(readFileSync(`${cwd}/out.${ending}`, "utf8")).toBe(stdout);
    expect(readdirSync(cwd)).toEqual([`out.${ending}`]);
  },
);

test("a report uses the base of the command line", async () => {
  const cwd = tempDir();
  const { stdout } = await layerx(["inspect", "app.tar", "--base-layers", "2", "--format", "json"], {
    cwd: images,
  });
  await saved("x.json", { cwd, ending: "json", args: { ...NO_BASE, "base-layers": "2" } });
  expect(readFileSync(join(cwd, "x.json"), "utf8")).toBe(stdout);
});

describe("an existing file", () => {
  test("is replaced only on request", async () => {
    const cwd = realpathSync(tempDir());
    writeFileSync(`${cwd}/out.md`, "mine");
    expect(await saved("out.md", { cwd })).toEqual({
      is: "in the way",
      why: `${cwd}/out.md already exists`,
    });
    expect(readFileSync(`${cwd}/out.md`, "utf8")).toBe("mine");
    expect(await saved("out.md", { cwd, replace: true })).toMatchObject({ is: "saved" });
    expect(readFileSync(`${cwd}/out.md`, "utf8").split("\n")[0]).toBe("### `example.com/app:1`");
    expect(readdirSync(cwd)).toEqual(["out.md"]);
  });

  test("can also be a broken link", async () => {
    const cwd = realpathSync(tempDir());
    symlinkSync("nowhere", `${cwd}/out.md`);
    expect(await saved("out.md", { cwd })).toEqual({
      is: "in the way",
      why: `${cwd}/out.md already exists`,
    });
  });

  test("is never replaced if it is a folder", async () => {
    const cwd = realpathSync(tempDir());
    mkdirSync(`${cwd}/out.md`);
    expect(await saved("out.md", { cwd, replace: true })).toBe(`cannot write ${cwd}/out.md: it is a folder`);
  });
});

test("a report never replaces the open image or its base, by any name", async () => {
  const cwd = realpathSync(tempDir());
  copyFileSync(join(images, "app.tar"), `${cwd}/app.tar`);
  symlinkSync("app.tar", `${cwd}/soft`);
  linkSync(`${cwd}/app.tar`, `${cwd}/hard`);
  const before = readFileSync(`${cwd}/app.tar`);
  for (const to of ["app.tar", "soft", "hard", `${cwd}/./app.tar`]) {
    expect(await saved(to, { cwd, replace: true })).toBe(
      `cannot write ${resolve(cwd, to)}: it is the image, which this command reads, so it would be overwritten`,
    );
  }
  const base = { ...NO_BASE, base: "docker-archive:base.tar" };
  writeFileSync(`${cwd}/base.tar`, "base");
  expect(await saved("base.tar", { cwd, replace: true, args: base })).toContain("it is the base image");
  expect(readFileSync(`${cwd}/app.tar`).equals(before)).toBe(true);
});

describe("a report that cannot be written", () => {
  test("because its folder is missing is an error, and leaves no file", async () => {
    const cwd = realpathSync(tempDir());
    expect(await saved("no/such/out.md", { cwd })).toBe(
      `cannot write ${cwd}/no/such/out.md: the folder does not exist`,
    );
    expect(readdirSync(cwd)).toEqual([]);
  });

  test("because the disk is full is an error", async () => {
    const cwd = realpathSync(tempDir());
    symlinkSync("/dev/full", `${cwd}/full.md`);
    expect(await saved("full.md", { cwd, replace: true })).toBe(
      `cannot write ${cwd}/full.md: the disk is full`,
    );
  });

  test("because a file is in place of its folder is an error", async () => {
    const cwd = realpathSync(tempDir());
    writeFileSync(`${cwd}/file`, "");
    expect(await saved("file/out.md", { cwd })).toBe(
      `cannot write ${cwd}/file/out.md: a part of its path is a file, not a folder`,
    );
  });
});
