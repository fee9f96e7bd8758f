import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { image } from "../../support/fixture.js";
import { packings } from "../../support/packings.js";
import { layerx } from "../../support/run.js";
import { save } from "../../support/save.js";
import { saveSmallImage } from "../../support/small-image.js";
import { sharedTempDir } from "../../support/temp.js";

const cwd = sharedTempDir();
beforeAll(() => saveSmallImage(cwd));

const DIGEST = /sha256:[0-9a-f]{64}/g;

describe("--format json", () => {
  test("prints the complete document with its keys in the documented order", async () => {
    const { code, stdout, stderr } = await layerx(["inspect", "app.tar", "--format", "json"], { cwd });
    expect([code, stderr]).toEqual([0, ""]);
    const layer = { diffId: "sha256:#", digest: null, mediaType: null };
    const document = {
      schemaVersion: 1,
      image: {
        source: "app.tar",
        format: "docker-archive",
        references: ["example.com/app:1", "app:latest"],
        id: "sha256:#",
        digest: null,
        platform: "linux/amd64",
        created: "2024-01-02T03:04:05Z",
        author: null,
        config: {
          user: "app",
          workingDir: "/srv",
          entrypoint: ["/bin/sh", "-c"],
          cmd: ["serve it"],
          env: [],
          exposedPorts: ["80/tcp"],
          volumes: [],
          labels: { "a.b": "\u202ec" },
          stopSignal: null,
          healthcheck: null,
          shell: null,
        },
        command: ["/bin/sh", "-c", "serve it"],
        size: 36,
        rootfsSize: 27,
        compressedSize: null,
        files: 5,
        efficiency: 0.75,
        wastedBytes: 9,
        userSize: 21,
        wastedPercent: 0,
      },
      dive: { efficiency: 19 / 36, wastedBytes: 23, userWastedPercent: 23 / 21 },
      layers: [
        {
          index: 0,
          ...layer,
          size: 15,
          compressedSize: null,
          entries: 7,
          added: 7,
          modified: 0,
          removed: 0,
          wastedBytes: 9,
          createdBy: "/bin/sh -c #(nop) ADD file:12 in / ",
          created: "2024-01-01T00:00:00Z",
          comment: null,
        },
        {
          index: 1,
          ...layer,
          size: 7,
          compressedSize: null,
          entries: 4,
          added: 1,
          modified: 2,
          removed: 1,
          wastedBytes: 0,
          createdBy: "RUN /bin/sh -c echo second > /etc/hosts # buildkit",
          created: "2024-01-02T00:00:00Z",
          comment: null,
        },
        {
          index: 2,
          ...layer,
          size: 14,
          compressedSize: null,
          entries: 2,
          added: 3,
          modified: 1,
          removed: 0,
          wastedBytes: 0,
          createdBy: "COPY a /usr/lib/os-release # buildkit",
          created: "2024-01-04T00:00:00Z",
          comment: "buildkit",
        },
      ],
      history: [
        history("2024-01-01T00:00:00Z", "/bin/sh -c #(nop) ADD file:12 in / ", 0),
        history("2024-01-02T00:00:00Z", "RUN /bin/sh -c echo second > /etc/hosts # buildkit", 1),
        history("2024-01-03T00:00:00Z", "ENV A=1", null),
        {
          ...history("2024-01-04T00:00:00Z", "COPY a /usr/lib/os-release # buildkit", 2),
          comment: "buildkit",
        },
      ],
      waste: {
        bytes: 9,
        byCause: { overwritten: 6, metadata: 0, rewritten: 0, moved: 0, deleted: 3, repeated: 0 },
        copies: [
          { path: "/etc/hosts", bytes: 6, cause: "overwritten", layer: 0, endedBy: 1 },
          { path: "/etc/old", bytes: 3, cause: "deleted", layer: 0, endedBy: 1 },
        ],
      },
      duplicates: null,
      warnings: [],
      leftovers: [],
      base: {
        layers: 2,
        by: "history",
        guessed: true,
        name: null,
        digest: null,
        reason: "the next layer is 2 days newer",
        counted: false,
      },
      secrets: [],
      packages: { count: 0, size: 0, wastedBytes: 0, biggest: [] },
    };
    const expected = `${JSON.stringify(document, null, 2)}\n`.replace("\u202e", "\\u202e");
    expect(stdout.replace(DIGEST, "sha256:#")).toBe(expected);
  });

  test("has every setting of the config, and the digests and media types of an OCI archive", async () => {
    const built = await image([{ a: "a" }], {
      compression: "gzip",
      document: { author: "me" },
      history: [{ created_by: "RUN a", author: "you", comment: "note" }],
      config: {
        Env: ["A=1"],
        Volumes: { "/data": {} },
        Entrypoint: null,
        Cmd: ["a"],
        StopSignal: "SIGINT",
        Shell: ["/bin/ash", "-c"],
        Healthcheck: { Test: ["CMD", "a"], Interval: 1e9, Timeout: 2e9, StartPeriod: 3e9, Retries: 4 },
      },
    });
    const path = await save(packings.ociArchive, [built], cwd, { name: "oci.tar" });
    const { stdout } = await layerx(["inspect", path, "--format", "json"]);
    const { image: facts, layers, history: rows } = JSON.parse(stdout);
    expect(JSON.stringify(facts.config)).toBe(
      JSON.stringify({
        user: null,
        workingDir: null,
        entrypoint: null,
        cmd: ["a"],
        env: ["A=1"],
        exposedPorts: [],
        volumes: ["/data"],
        labels: {},
        stopSignal: "SIGINT",
        healthcheck: { test: ["CMD", "a"], interval: 1e9, timeout: 2e9, startPeriod: 3e9, retries: 4 },
        shell: ["/bin/ash", "-c"],
      }),
    );
    const [{ diffId, digest, blob }] = built.layers;
    expect([facts.author, facts.digest, facts.compressedSize]).toEqual([
      "me",
      expect.stringMatching(DIGEST),
      blob.length,
    ]);
    const mediaType = "application/vnd.oci.image.layer.v1.tar+gzip";
    expect(layers[0]).toMatchObject({ diffId, digest, mediaType, compressedSize: blob.length });
    expect(rows).toEqual([
      { created: null, createdBy: "RUN a", author: "you", comment: "note", emptyLayer: false, layer: 0 },
    ]);
  });

  test("lists duplicate contents with --duplicates", async () => {
    const { stdout } = await layerx(["inspect", "app.tar", "--format", "json", "--duplicates"], { cwd });
    const { duplicates } = JSON.parse(stdout);
    expect(duplicates).toEqual([
      {
        bytes: 7,
        digest: "sha256:480c2336b410f1ad5f8bf1b28944490255804b65350c527787e74ebdd511e3a4",
        paths: ["/etc/hosts", "/etc/hosts.link"],
      },
    ]);
  });
});

function history(created: string, createdBy: string, layer: number | null) {
  return { created, createdBy, author: null, comment: null, emptyLayer: layer === null, layer };
}

test("the report has the image's data and command, its layers, its waste and the advice", async () => {
  const { code, stdout, stderr } = await layerx(["app.tar"], { cwd });
  expect([code, stderr]).toEqual([0, ""]);
  expect(stdout.replace(DIGEST, (digest) => `sha256:${"#".repeat(digest.length - 7)}`)).toBe(
    `example.com/app:1  linux/amd64  docker-archive
source   app.tar
also     app:latest
id       sha256:################################################################
created  2024-01-02T03:04:05Z
size     36B in 3 layers, 5 files
base     the lowest 2 layers (a guess: the next layer is 2 days newer)
runs     /bin/sh -c 'serve it'
user     app
workdir  /srv
ports    80/tcp

Layers
#  SIZE  SHARE       CHANGES   INSTRUCTION
0   15B  ████▏       +7        ADD file:12 in /
1    7B  ██          +1 ~2 -1  RUN echo second > /etc/hosts
                               ENV A=1
2   14B  ███▉        +3 ~1     COPY a /usr/lib/os-release

Efficiency 75%: 9B wasted in 2 files, 0% of the bytes written above the first layer
       6B  ██████▋     overwritten  1 file
       3B  ███▍        deleted      1 file

What to change
       6B  overwritten
           /etc/hosts
           written by layer 0  ADD file:12 in /
           overwritten by layer 1  RUN echo second > /etc/hosts
           → Leave this file of the base image unchanged, and put your
             settings into a separate file.

       3B  deleted
           /etc/old
           written by layer 0  ADD file:12 in /
           removed by layer 1  RUN echo second > /etc/hosts
           → Remove it in the Dockerfile of the base image, or use another
             base image: removing it in a later layer saves nothing.

Without changing the Dockerfile: \`layerx slim\` saves 9B of this.
`,
  );
});

test("--format markdown prints a report without warnings on stderr", async () => {
  const { code, stdout, stderr } = await layerx(["inspect", "app.tar", "--format", "markdown"], { cwd });
  expect([code, stderr]).toEqual([0, ""]);
  const lines = stdout.split("\n");
  expect([...lines.slice(0, 3), ...lines.filter((line) => line.startsWith("| base "))]).toEqual([
    "### `example.com/app:1`",
    "",
    "36B in 3 layers, 5 files. Efficiency 75%: 9B wasted in 2 files, 0% of the bytes written above the first layer.",
    "| base | `the lowest 2 layers (a guess: the next layer is 2 days newer)` |",
  ]);
});

test("an image from a pipe has the same report except for its name", async () => {
  const stdin = await readFile(join(cwd, "app.tar"));
  const piped = await layerx(["inspect", "-"], { stdin });
  const named = await layerx(["inspect", "app.tar"], { cwd });
  expect(piped).toEqual({
    ...named,
    stdout: named.stdout.replace("source   app.tar", "source   standard input"),
  });
});

test("a warning is on stderr for the text, and in the document for JSON", async () => {
  const built = await image([{ a: "a" }], {
    history: [{ created_by: "ADD a" }, { created_by: "ADD \x1b[2Jb" }],
  });
  await save(packings.dockerSave25, [built], cwd, { name: "odd.tar" });
  const text = await layerx(["inspect", "odd.tar"], { cwd });
  const json = await layerx(["inspect", "odd.tar", "--format", "json"], { cwd });
  const { warnings } = JSON.parse(json.stdout);
  expect(warnings.map(({ code }: { code: string }) => code)).toEqual(["history-mismatch"]);
  expect(text.stderr).toBe(`warning: ${warnings[0].message}\n`);
  expect(json.stderr).toBe("");
});

test("--verify finds a layer that does not match the config", async () => {
  const built = await image([{ a: "a" }], {
    document: { rootfs: { type: "layers", diff_ids: [`sha256:${"0".repeat(64)}`] } },
  });
  await save(packings.dockerSave25, [built], cwd, { name: "other.tar" });
  const plain = await layerx(["inspect", "other.tar"], { cwd });
  const verified = await layerx(["inspect", "other.tar", "--verify"], { cwd });
  expect(plain.stderr).toBe("");
  expect(verified.stderr).toMatch(
    /^warning: layer 0: its digest is sha256:[0-9a-f]{64}, but the config has sha256:0{64}\n$/,
  );
  expect(verified.code).toBe(0);
});

test("an archive with several images is an error that lists them", async () => {
  const one = await image([{ a: "a" }], { references: ["one:1"] });
  const two = await image([{ b: "b" }], { references: ["two:1"] });
  await save(packings.dockerSave25, [one, two], cwd, { name: "several.tar" });
  const { code, stdout, stderr } = await layerx(["inspect", "several.tar"], { cwd });
  expect([code, stdout]).toEqual([2, ""]);
  expect(stderr).toMatch(/^error: several\.tar .*\n.*\n.*one:1.*\n.*two:1.*\n {2}next: .*--image.*\n$/);
  const chosen = await layerx(["inspect", "several.tar", "--image", "two:1"], { cwd });
  expect(chosen.stdout.split("\n")[0]).toBe("two:1  linux/amd64  docker-archive");
});
