import { mkdirSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { isName } from "../../../src/source/references/scheme.js";
import { image } from "../../support/fixture.js";
import { packings } from "../../support/packings.js";
import { layerx } from "../../support/run.js";
import { archive, save } from "../../support/save.js";
import { tempDir } from "../../support/temp.js";
import { open, refusal, stdin } from "../opening.js";

const two = async () => [
  await image([{ a: "1" }], { references: ["app:1"] }),
  await image([{ b: "22" }], { references: ["localhost:5000/app:2"] }),
];

describe("a reference or a number after the path of a scheme selects an image:", () => {
  test.each([
    ["docker-archive", packings.dockerSave24],
    ["docker-archive", packings.dockerSave25],
    ["oci-archive", packings.ociArchive],
    ["oci", packings.ociLayout],
  ])("%s: in the packing %j", async (scheme, packing) => {
    const images = await two();
    const path = await save(packing, images, tempDir(), { name: "image" });
    for (const [suffix, id] of [
      ["app:1", images[0].id],
      ["localhost:5000/app:2", images[1].id],
      ["@0", images[0].id],
      ["@1", images[1].id],
    ]) {
      const source = `${scheme}:${basename(path)}:${suffix}`;
      const opened = await open(source, { cwd: dirname(path) });
      await opened.close();
      expect([opened.id, opened.source]).toEqual([id, source]);
    }
    expect(await refusal(open(`${scheme}:image:none`, { cwd: dirname(path) }))).toMatch(/^no-such-image: /);
    expect(await refusal(open(`${scheme}:image:@2`, { cwd: dirname(path) }))).toMatch(/^no-such-image: /);
  });

  test("an existing path is preferred; otherwise the first existing part is the path", async () => {
    const images = await two();
    const folder = tempDir();
    writeFileSync(join(folder, "x"), await archive(packings.kaniko, images));
    writeFileSync(join(folder, "x:app"), await archive(packings.kaniko, [images[1]]));
    mkdirSync(join(folder, "empty"));
    const whole = await open("docker-archive:x:app", { cwd: folder });
    const first = await open("docker-archive:x:app:1", { cwd: folder });
    await whole.close();
    await first.close();
    expect([whole.id, first.id]).toEqual([images[1].id, images[0].id]);
  });

  test("if no part exists, the error names the whole argument", async () => {
    expect(await refusal(open("docker-archive:gone.tar:app:1"))).toBe(
      "not-found: cannot open docker-archive:gone.tar:app:1, since there is no such file or folder",
    );
  });

  test("the scheme dir: takes the whole text as a folder", async () => {
    const path = await save(packings.dir, await two().then((images) => images.slice(0, 1)), tempDir());
    expect(await refusal(open(`dir:${path}:@0`))).toBe(
      `not-found: cannot open dir:${path}:@0, since there is no such file or folder`,
    );
  });

  test("such a suffix together with --image is a usage error", async () => {
    const path = await save(packings.kaniko, await two(), tempDir());
    for (const args of [
      ["inspect", `docker-archive:${path}:app:1`, "--image", "0"],
      ["history", `docker-archive:${path}:app:1`, "--image", "0"],
      ["diff", `docker-archive:${path}:app:1`, `docker-archive:${path}:@1`, "--image-b", "0"],
    ]) {
      const { code, stderr, stdout } = await layerx(args);
      expect([code, stdout]).toEqual([2, ""]);
      expect(stderr).toContain("and --image");
    }
    const { code, stdout } = await layerx([
      "diff",
      `docker-archive:${path}:app:1`,
      `docker-archive:${path}:@1`,
    ]);
    expect(code).toBe(0);
    expect(stdout).toContain("localhost:5000/app:2");
  });

  test("standard input can have such a suffix", async () => {
    const images = await two();
    const bytes = await archive(packings.ociArchive, images);
    const opened = await open("oci-archive:-:@1", { stdin: stdin(bytes) });
    await opened.close();
    expect(opened.id).toBe(images[1].id);
    const { code, stdout } = await layerx(["history", "-q", "--no-trunc", "oci-archive:-:app:1"], {
      stdin: bytes,
    });
    expect([code, stdout.trim()]).toEqual([0, images[0].id]);
  });
});

test.each(["https://quay.io/app.tar", "http://./app"])(
  "%s is not a path, so its error is about a URL",
  async (url) => {
    expect((await layerx(["inspect", url])).stderr).toContain("a reference has no http:// or https://");
  },
);

test("a text with a NUL is not the name of an image", () => {
  expect(isName("a\0b", { cwd: "/" })).toBe(false);
});

describe("every command shows the same name of an image:", () => {
  test("a backslash in a path is shown twice", async () => {
    const folder = tempDir();
    const built = await image([{ a: "1" }, { a: "2" }], { references: [] });
    writeFileSync(join(folder, "a\\b.tar"), await archive(packings.kaniko, [built]));
    for (const args of [["inspect"], ["waste"], ["ci"], ["cat", "/none"], ["tree", "/none"]]) {
      const [command, ...rest] = args;
      const { stdout, stderr } = await layerx([command, "a\\b.tar", ...rest], { cwd: folder });
      expect(stdout + stderr, command).toContain("a\\\\b.tar");
    }
    const { stderr } = await layerx(["inspect", "no\\ne.tar"], { cwd: folder });
    expect(stderr).toContain("cannot open no\\\\ne.tar");
  });

  test("a pipe is shown as standard input", async () => {
    const bytes = await archive(packings.kaniko, [await image([{ a: "1" }, { a: "2" }], { references: [] })]);
    for (const args of [["inspect"], ["waste"], ["ci"], ["cat", "/none"]]) {
      const [command, ...rest] = args;
      const { stdout, stderr } = await layerx([command, "-", ...rest], { stdin: bytes });
      expect(stdout + stderr, args.join(" ")).toContain("standard input");
    }
  });
});
