import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { dockerManifest } from "../../../src/pack/image-form.js";
import { image, jsonBytes } from "../../support/fixture.js";
import { type LayerSpec, type SpecPair, symlink } from "../../support/layer-spec.js";
import { packings } from "../../support/packings.js";
import { push } from "../../support/push.js";
import { layerx, layerxBytes } from "../../support/run.js";
import { save } from "../../support/save.js";
import { ScriptedRegistry } from "../../support/scripted-registry.js";
import { packTar } from "../../support/tar.js";
import { sharedTempDir, tempDir } from "../../support/temp.js";

const shared = sharedTempDir();
const KB = "x".repeat(1000);

/** A base layer with 1 kB that a later layer removes, 2 kB that the next layer removes, and a layer without waste. */
const layers: LayerSpec[] = [
  { "bin/sh": "shell", "base/doc": KB },
  { "opt/app": "app", "cache/a": KB, "cache/b": KB },
  { ".wh.cache": "", "base/.wh.doc": "" },
  { "etc/app.conf": "port=80" },
];

async function savedAs(packing: keyof typeof packings, compression: "none" | "gzip" | "zstd" = "gzip") {
  const built = await image(layers, { compression });
  return save(packings[packing], [built], shared, { name: `${packing}-${compression}` });
}

interface Inspected {
  readonly image: {
    format: string;
    references: string[];
    size: number;
    rootfsSize: number;
    wastedBytes: number;
  };
  readonly layers: { diffId: string; digest: string | null; size: number; compressedSize: number | null }[];
  readonly history: { createdBy: string; emptyLayer: boolean; layer: number | null }[];
}

async function inspected(path: string): Promise<Inspected> {
  const { stdout } = await layerx(["inspect", path, "--format", "json", "--verify"]);
  return JSON.parse(stdout);
}

/** Runs slim. @returns the output file, the printed text, and both images. */
async function slim(path: string, ...args: string[]) {
  const output = join(tempDir(), "slim");
  const { code, stdout, stderr } = await layerx(["slim", path, "--output", output, ...args]);
  expect(stderr).toBe("");
  expect(code).toBe(0);
  return { output, said: stdout, now: await inspected(output), before: await inspected(path) };
}

test("an image whose config has no diff IDs is an error with a way to a new image", async () => {
  const built = await image(layers, { document: { rootfs: { type: "layers", diff_ids: [] } } });
  const path = await save(packings.dockerSave24, [built], shared, { name: "no-diff-ids" });
  for (const args of [["--dry-run"], ["-o", join(tempDir(), "out")]]) {
    const { code, stderr } = await layerx(["slim", path, ...args]);
    expect([code, stderr]).toEqual([2, expect.stringContaining("the config has no diff ID for layer 3")]);
    expect(stderr).toContain("layerx export IMAGE | docker import - NAME");
  }
  expect((await layerxBytes(["export", path])).code).toBe(0);
});

describe.each(["dockerSave24", "dockerSave25", "ociArchive", "ociLayout"] as const)(
  "an image of %s",
  (packing) => {
    test.each(["none", "gzip"] as const)(
      "with %s layers has no wasted bytes after slim, and the same filesystem",
      async (compression) => {
        const path = await savedAs(packing, compression);
        const { output, now, before } = await slim(path);
        expect(now.image).toMatchObject({ format: before.image.format, references: before.image.references });
        expect([before.image.wastedBytes, now.image.wastedBytes]).toEqual([3000, 0]);
        expect(now.image.size).toBe(before.image.rootfsSize);
        expect(now.layers.map(({ size }) => size)).toEqual([5, 3, 0, 7]);
        expect(now.history).toEqual(before.history);
        expect(now.layers[3].diffId).toBe(before.layers[3].diffId);
        expect(now.layers.map(({ compressedSize }) => compressedSize !== null)).toEqual(
          now.layers.map(() => compression === "gzip"),
        );
        const tar = async (from: string) => (await layerxBytes(["export", from])).stdout;
        expect((await tar(output)).equals(await tar(path))).toBe(true);
      },
    );
  },
);

test("the summary shows the layers, the saved bytes, the upload of a push, and the information that is lost", async () => {
  const { output, said } = await slim(await savedAs("dockerSave24", "none"));
  expect(said).toBe(
    [
      "layer    before     after  what",
      "    0       1kB        5B  new     RUN step 0",
      "    1       2kB        3B  new     RUN step 1",
      "    2        0B        0B  new     RUN step 2",
      "    3        7B        7B  same    RUN step 3",
      "",
      "saved 3kB of 3.02kB (99.5%); 3 layers of 4 new",
      "a push uploads 5.63kB for the new layers, and the config",
      "not kept: signatures, attestations and RepoDigests of the source, and the digests of the layers that were written again;",
      "          other images can share only the layers that stay the same",
      `written to ${output}`,
      "",
    ].join("\n"),
  );
});

test("the layers of a named base are unchanged, with their wasted bytes", async () => {
  const path = await savedAs("ociArchive");
  const { now, before } = await slim(path, "--base-layers", "1");
  expect(now.layers[0]).toEqual(before.layers[0]);
  expect(now.image.wastedBytes).toBe(1000);
  expect(now.layers.map(({ size }) => size)).toEqual([1005, 3, 0, 7]);
});

test("a layer that does not match its diff ID is a warning, also with --dry-run", async () => {
  const document = { rootfs: { type: "layers", diff_ids: [`sha256:${"0".repeat(64)}`] } };
  const built = await image([{ a: "x" }], { compression: "gzip", document });
  const path = await save(packings.ociArchive, [built], tempDir());
  const { stderr } = await layerx(["slim", path, "--dry-run"]);
  expect(stderr).toMatch(/^warning: layer 0: its digest is .*, but the config has sha256:0{64}\n$/);
});

test("slim never guesses the base", async () => {
  const days = [
    "2024-01-01T00:00:00Z",
    "2024-06-01T00:00:00Z",
    "2024-06-01T00:00:00Z",
    "2024-06-01T00:00:00Z",
  ];
  const history = days.map((created) => ({ created, created_by: "RUN a" }));
  const path = await save(packings.dockerSave25, [await image(layers, { history })], tempDir());
  const guessed = JSON.parse((await layerx(["inspect", path, "--format", "json"])).stdout).base;
  expect([guessed.layers, guessed.guessed]).toEqual([1, true]);
  expect(JSON.parse((await layerx(["slim", path, "--dry-run", "--json"])).stdout).baseLayers).toBe(0);
});

test("--squash joins all layers above the base, and the history keeps its instructions", async () => {
  const { now } = await slim(await savedAs("ociArchive"), "--base-layers", "1", "--squash");
  expect(now.layers.map(({ size }) => size)).toEqual([1005, 10]);
  expect(now.history.map(({ createdBy, layer }) => [createdBy, layer])).toEqual([
    ["RUN step 0", 0],
    ["RUN step 1", null],
    ["RUN step 2", null],
    ["RUN step 3", 1],
  ]);
});

test("two runs write the same bytes, and slim does not change a slim image", async () => {
  const path = await savedAs("dockerSave25");
  const [one, two] = [await slim(path), await slim(path)];
  expect(readFileSync(one.output).equals(readFileSync(two.output))).toBe(true);
  const again = await slim(one.output, "--format", "docker-archive");
  expect(readFileSync(again.output).equals(readFileSync(one.output))).toBe(true);
  expect(again.said).toContain("nothing to save: every byte above the base image is visible to containers\n");
});

test("the format, the compression and the tags of the new image can be set", async () => {
  const path = await savedAs("dockerSave24", "none");
  const { now } = await slim(
    path,
    "--format",
    "oci-archive",
    "--compression",
    "gzip",
    "--tag",
    "app:slim",
    "--tag",
    "app:2",
  );
  expect(now.image).toMatchObject({ format: "oci-archive", references: ["app:slim", "app:2"] });
  expect(now.layers.map(({ compressedSize }) => compressedSize === null)).toEqual([
    false,
    false,
    false,
    true,
  ]);
});

test("a docker archive has tags that `docker load` accepts", async () => {
  const path = await savedAs("dockerSave24", "none");
  const { now } = await slim(path, "--tag", "app", "--tag", "localhost:5000/app", "--tag", "app:2");
  expect(now.image.references).toEqual(["app:latest", "localhost:5000/app:latest", "app:2"]);
  const byDigest = `host/app@sha256:${"0".repeat(64)}`;
  expect(JSON.parse(dockerManifest("c", [], [byDigest]).toString())[0].RepoTags).toBeNull();
});

test.each(
  ["docker-archive", "oci-archive", "oci-layout"].flatMap((form) => [
    [form, "none"],
    [form, "gzip"],
  ]),
)(
  "a layer of many megabytes is written completely, as %s with %s layers",
  async (form, compression) => {
    const big = Array.from({ length: 20 }, (_, i) => [`data/${i}`, randomBytes(1_000_000 + i)] as const);
    const built = await image([Object.fromEntries([...big, ["old", KB]]), { ".wh.old": "" }]);
    const path = await save(packings.dockerSave25, [built], tempDir());
    const { now, before } = await slim(path, "--format", form, "--compression", compression);
    expect(now.image).toMatchObject({ size: before.image.rootfsSize, wastedBytes: 0 });
  },
  30_000,
);

test("--base auto reads the annotated base image from a registry, and keeps its layers", async () => {
  const registry = await ScriptedRegistry.start();
  const base = await image(layers.slice(0, 1), { compression: "gzip" });
  const { digest } = push(registry, base, { repository: "lab/base" });
  const annotations = {
    "org.opencontainers.image.base.name": `${registry.host}/lab/base:1`,
    "org.opencontainers.image.base.digest": digest,
  };
  const built = await image(layers, { compression: "gzip" });
  push(registry, built, { annotations });
  const name = `registry:${registry.host}/lab/app:1`;
  const { now, before } = await slim(name, "--base", "auto", "--format", "oci-archive");
  expect(registry.requested).toContain(`/v2/lab/base/manifests/${digest}`);
  expect(now.layers[0]).toMatchObject({ diffId: before.layers[0].diffId, digest: before.layers[0].digest });
  expect(now.layers[1].diffId).not.toBe(before.layers[1].diffId);
  // The file in the base layer that layer 2 removes stays in the base layer.
  expect(now.image.wastedBytes).toBe(1000);
});

test("- writes the image to a pipe, and the summary to stderr", async () => {
  const path = await savedAs("dockerSave24", "none");
  const { output } = await slim(path);
  const { stdout, stderr } = await layerxBytes(["slim", path, "-o", "-"]);
  expect(stdout.equals(readFileSync(output))).toBe(true);
  expect(stderr).toContain("saved 3kB of 3.02kB (99.5%); 3 layers of 4 new\n");
});

test("--dry-run shows the result, and writes nothing", async () => {
  const cwd = tempDir();
  const { code, stdout } = await layerx(["slim", await savedAs("ociLayout"), "--dry-run"], { cwd });
  expect(code).toBe(0);
  expect(stdout).toContain("saved 3kB of 3.02kB (99.5%); 3 layers of 4 new\n");
  expect(readdirSync(cwd)).toEqual([]);
});

test("the summary names the layers that have only wasted bytes and are kept without content", async () => {
  const emptied = await image([{ a: "a" }, { big: KB }, { ".wh.big": "" }, { huge: KB }, { ".wh.huge": "" }]);
  const path = await save(packings.dockerSave24, [emptied], tempDir());
  expect((await layerx(["slim", path, "--dry-run"])).stdout).toContain(
    "\nempty layers, kept so that the number of layers fits the history: 1, 3\n",
  );
});

test("--json has the same facts, and the digests of the new image if it was written", async () => {
  const path = await savedAs("ociArchive", "none");
  const output = join(tempDir(), "slim.tar");
  const dry = JSON.parse((await layerx(["slim", path, "--dry-run", "--json", "--base-layers", "1"])).stdout);
  const done = JSON.parse(
    (await layerx(["slim", path, "-o", output, "--json", "--base-layers", "1"])).stdout,
  );
  expect(dry).toMatchObject({
    schemaVersion: 1,
    image: path,
    references: ["example.com/app:1"],
    baseLayers: 1,
    before: 3015,
    after: 1015,
    saved: 2000,
    uploadBytes: null,
  });
  expect(dry.layers.map(({ change }: { change: string }) => change)).toEqual(["base", "new", "new", "same"]);
  expect(dry.layers[1]).toEqual({
    index: 1,
    sourceLayer: 1,
    change: "new",
    before: 2003,
    after: 3,
    createdBy: "RUN step 1",
    diffId: null,
    digest: null,
    storedBytes: null,
  });
  const now = await inspected(output);
  expect(done.layers.map(({ diffId }: { diffId: string }) => diffId)).toEqual(
    now.layers.map(({ diffId }) => diffId),
  );
  expect(done.uploadBytes).toBe(done.layers[1].storedBytes + done.layers[2].storedBytes);
});

test("slim does not apply the limit of entries to the new image, which can have more entries", async () => {
  // In the source each symlink is beside its file. Its name begins with a slash, so it gets a new header. The members with
  // new headers are last in the new layer, so their folders count again.
  const pairs = Array.from({ length: 20 }, (_, i): SpecPair[] => [
    [`d${i}/file`, "a"],
    [`/d${i}/link`, symlink("file")],
  ]);
  const built = await image([[...pairs.flat(), ["waste", "w"]], { ".wh.waste": "" }]);
  const path = await save(packings.dockerSave24, [built], tempDir());
  const codeOf = async (limit: number, ...args: string[]) =>
    (await layerx(["slim", path, "--limit", `entries=${limit}`, ...args])).code;
  let least = 1;
  while ((await codeOf(least, "--dry-run")) === 2 && least < 200) least += 1;
  const output = join(tempDir(), "out.tar");
  expect(await codeOf(least, "-o", output)).toBe(0);
  const { code } = await layerx(["inspect", output, "--limit", `entries=${least}`]);
  expect(code, "the new image counts more entries").toBe(2);
});

test("a folder for temporary files that does not exist is an error", async () => {
  const path = await savedAs("dockerSave24", "none");
  vi.stubEnv("TMPDIR", "/nothing/there");
  onTestFinished(() => void vi.unstubAllEnvs());
  expect(await layerx(["slim", path, "-o", "-"])).toEqual({
    code: 2,
    stdout: "",
    stderr:
      "error: cannot create a temporary file\n" +
      "  why:  in /nothing/there: the folder does not exist\n" +
      "  next: free some space there, or set another folder with TMPDIR\n",
  });
});

describe("slim is an error and leaves no file for", () => {
  test.each([
    [[], "use --output FILE to write the image, or --dry-run to write nothing"],
    [["-o", "x", "--base", "auto"], "--base IMAGE or --base-layers N says where the base image ends"],
    [["-o", "x", "--compression", "gzip", "--level", "10"], "it takes a whole number from 1 to 9"],
    [["-o", "-", "--format", "oci-layout"], "oci-layout is a folder"],
    [["-o", "full", "--format", "oci-layout"], "something is already there"],
    [["-o", "x", "--base-layers", "9"], "the image has only 4 layers"],
    [["-o", "x", "--tag", "App:1"], "the name must be in lower case"],
    [["-o", "x", "--tag", `app@sha256:${"0".repeat(64)}`], "it takes a name with a tag such as app:1"],
  ])("%j", async (args, why) => {
    const cwd = tempDir();
    mkdirSync(join(cwd, "full"));
    writeFileSync(join(cwd, "full", "file"), "");
    const outcome = await layerx(["slim", await savedAs("dockerSave24", "none"), ...args], { cwd });
    expect(outcome.code).toBe(2);
    expect(outcome.stderr).toContain(why);
    expect(readdirSync(cwd)).toEqual(["full"]);
  });

  test("an output that is its source", async () => {
    const path = await savedAs("dockerSave24", "none");
    const before = readFileSync(path);
    const { code, stderr } = await layerx(["slim", path, "-o", path]);
    expect([code, stderr]).toEqual([2, expect.stringContaining("it is the image, which this command reads")]);
    expect(readFileSync(path).equals(before)).toBe(true);
  });

  test("a foreign layer, whose bytes are not in the archive", async () => {
    const cwd = tempDir();
    const { config, layers: stored } = await image(layers.slice(0, 2));
    const urls = ["https://example.com/"];
    const listed = {
      Config: "c.json",
      Layers: ["0.tar", "1.tar"],
      LayerSources: { [stored[0].diffId]: { urls } },
    };
    const archived = { "manifest.json": jsonBytes([listed]), "c.json": config, "1.tar": stored[1].tar };
    writeFileSync(join(cwd, "app.tar"), await packTar(archived));
    const { code, stderr } = await layerx(["slim", "app.tar", "-o", "out.tar"], { cwd });
    expect([code, stderr]).toEqual([
      2,
      expect.stringMatching(/layer 0 is not in app.tar\n {2}next: save the image with all its layers\n$/),
    ]);
  });

  test("a layer with a wrong digest", async () => {
    const cwd = tempDir();
    const built = await image([...layers.slice(0, 3), { "etc/app.conf": "port=80" }]);
    const changed = {
      ...built,
      layers: built.layers.map((layer, i) => (i === 3 ? { ...layer, blob: built.layers[1].blob } : layer)),
    };
    const path = await save(packings.dockerSave24, [changed], cwd);
    const { code, stderr } = await layerx(["slim", path, "-o", "out.tar"], { cwd });
    expect([code, stderr]).toEqual([
      2,
      expect.stringContaining("the bytes of layer 3 are not those that sha256:"),
    ]);
    expect(existsSync(join(cwd, "out.tar"))).toBe(false);
    expect(readdirSync(cwd)).toEqual(["image"]);
  });
});
