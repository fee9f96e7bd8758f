import { chmodSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { engineWith, ID } from "../../source/engine/engine-test.js";
import { image } from "../../support/fixture.js";
import { packings } from "../../support/packings.js";
import { podmanStorage } from "../../support/podman-storage.js";
import { push } from "../../support/push.js";
import { layerx } from "../../support/run.js";
import { archive } from "../../support/save.js";
import { ScriptedRegistry } from "../../support/scripted-registry.js";
import { tempDir } from "../../support/temp.js";

/** Creates a builder `podman` with this script, which has the path of its ID file in `$ids`, and Podman's storage. */
async function world(script: string, name = "podman") {
  const folder = tempDir();
  const built = await image([{ a: "one" }], { references: ["localhost/app:1"] });
  const { conf, id } = podmanStorage(folder, built, { driver: "overlay", names: ["localhost/app:1"] });
  const log = join(folder, "log");
  const begin = `for word in "$@"; do ids="$word"; printf '%s\\n' "$word" >> ${log}; done`;
  writeFileSync(join(folder, name), `#!/bin/sh\n${begin}\n${script.replace('ID"', `sha256:${id}"`)}\n`);
  chmodSync(join(folder, name), 0o755);
  const env = { PATH: folder, CONTAINERS_STORAGE_CONF: conf, XDG_RUNTIME_DIR: folder };
  const args = () => readFileSync(log, "utf8").split("\n").slice(0, -1);
  return { folder, built, id, args, log, around: { env, cwd: folder } };
}

/** Like buildah 1.28, takes options only before the context, and the last one counts. */
const AS_BUILDAH = `shift
while [ $# -gt 1 ]; do
  case "$1" in --iidfile) ids="$2"; shift 2 ;; -t) shift 2 ;; *) echo "accepts at most 1 arg(s)" >&2; exit 125 ;; esac
done
printf "ID" > "$ids"`;
const WRITES = 'printf "ID" > "$ids"';

test("build opens the new image, and does not change the builder's arguments", async () => {
  const { id, args, around } = await world(WRITES);
  const words = ["--platform", "linux/arm64", "-q", "--no-cache", "--format", "docker", "-t", "a b", "."];
  const { code, stdout, stderr } = await layerx(
    ["--format", "json", "--builder", "podman", "build", ...words],
    around,
  );
  expect([code, stderr]).toEqual([0, ""]);
  expect(JSON.parse(stdout).image).toMatchObject({ source: `podman:sha256:${id}`, id: `sha256:${id}` });
  expect(args().slice(0, -1)).toEqual(["build", ...words, "--iidfile"]);
});

test.each(["docker", "podman"])(
  "the arguments of %s may contain --, after which it reads no options",
  async (builder) => {
    const script = `shift
    while [ $# -gt 0 ] && [ "$1" != -- ]; do
      if [ "$1" = --iidfile ]; then ids="$2"; shift; fi
      shift
    done
    if [ $# != 2 ]; then echo "requires 1 argument" >&2; exit 1; fi
    printf "ID" > "$ids"`;
    const { id, args, folder, around } = await world(script, builder);
    const own = join(folder, "own");
    for (const words of [
      ["--", "."],
      ["-t", "a", "--iidfile", own, "--", "."],
    ]) {
      const { stderr } = await layerx(["--builder", builder, "build", ...words], {
        ...around,
        env: { ...around.env, DOCKER_HOST: "unix:///nothing/there.sock" },
      });
      if (builder === "podman") expect(stderr).toBe("");
      else expect(stderr).toContain("cannot connect to the Docker daemon at unix:///nothing/there.sock");
      expect(args().slice(-words.length)).toEqual(words);
    }
    expect(readFileSync(own, "utf8")).toBe(`sha256:${id}`);
  },
);

test("without --builder the first builder that exists is used", async () => {
  const { args, around } = await world(AS_BUILDAH, "buildah");
  expect((await layerx(["build", "."], around)).code).toBe(0);
  expect(args().at(-1)).toBe(".");
});

test("--builder is used also if an earlier builder exists", async () => {
  const { folder, id, around } = await world(WRITES);
  writeFileSync(join(folder, "docker"), "#!/bin/sh\nexit 9\n", { mode: 0o755 });
  const { code, stdout } = await layerx(["--format", "json", "--builder", "podman", "build", "."], around);
  expect([code, JSON.parse(stdout).image.id]).toEqual([0, `sha256:${id}`]);
});

test("buildah gets the option for the ID before the user's arguments", async () => {
  const { folder, id, args, around } = await world(AS_BUILDAH, "buildah");
  const words = ["-t", "app", "."];
  const { code, stdout } = await layerx(["--format", "json", "build", ...words], around);
  expect([code, JSON.parse(stdout).image.id]).toEqual([0, `sha256:${id}`]);
  expect(args().slice(0, 2)).toEqual(["build", "--iidfile"]);
  expect(args().slice(3)).toEqual(words);
  const own = ["--iidfile", "own", "."];
  const second = await layerx(["--format", "json", "build", ...own], around);
  expect([second.code, JSON.parse(second.stdout).image.id]).toEqual([0, `sha256:${id}`]);
  expect(readFileSync(join(folder, "own"), "utf8")).toBe(`sha256:${id}`);
});

test("ci --build checks the new image", async () => {
  const { args, around } = await world(WRITES);
  const { code, stdout } = await layerx(["ci", "--build", "--", "-t", "app", "."], around);
  expect([code, stdout.slice(0, 4)]).toEqual([0, "PASS"]);
  expect(args().slice(0, 4)).toEqual(["build", "-t", "app", "."]);
});

test("a builder that fails is an error with its exit code, and the ID file is removed", async () => {
  const { args, around } = await world("exit 7");
  const { code, stdout, stderr } = await layerx(["build", "."], around);
  expect([code, stdout]).toEqual([2, ""]);
  expect(stderr).toContain("`podman build` ended with exit code 7");
  expect(existsSync(args().at(-1) ?? "")).toBe(false);
});

describe.each([
  ["docker", "add `--load`"],
  ["podman", "save it with `podman save"],
])("an error says that %s kept the image if it succeeds", (builder, next) => {
  test.each([
    ["and writes no ID", "exit 0"],
    [
      "and writes the ID of an image that the engine does not have",
      `printf 'sha256:${"0".repeat(64)}' > "$ids"`,
    ],
  ])("%s", async (_, script) => {
    const { around } = await world(script, builder);
    const { env } = await engineWith();
    const { code, stderr } = await layerx(["--builder", builder, "build", "."], {
      ...around,
      env: { ...env, ...around.env },
    });
    expect(code).toBe(2);
    expect(stderr).toContain(`the builder did not pass the image to ${builder}`);
    expect(stderr).toContain(`next: ${next}`);
  });
});

test.each([
  ["-o", "oci", packings.ociArchive],
  ["--output", "docker", packings.dockerSave25],
])("the archive that the builder writes for %s type=%s is opened", async (option, type, packing) => {
  const { folder, built, around } = await world("exit 0");
  writeFileSync(join(folder, "out"), await archive(packing, [built]));
  const { code, stdout } = await layerx(
    ["--format", "json", "build", option, `type=${type},dest=out`, "."],
    around,
  );
  expect([code, JSON.parse(stdout).image.format]).toEqual([0, packing.format]);
});

describe.each([
  ["docker", "write it to a file: `--output type=oci,dest=FILE`"],
  ["podman", "leave out `--output`: podman keeps the image, and layerx opens it"],
])("an archive to standard output is refused before %s starts", (builder, next) => {
  test.each([["--output=type=docker,dest=-"], ["-otype=oci,dest=-"], ["-o", "-"], ["-o", "type=oci"]])(
    "%s",
    async (...words) => {
      const { log, around } = await world(WRITES, builder);
      const { code, stderr } = await layerx(["--builder", builder, "build", ...words, "."], around);
      expect([code, existsSync(log)]).toEqual([2, false]);
      expect(stderr).toContain(`why:  its \`--output\` is standard output\n  next: ${next}`);
    },
  );
});

test.each([
  ["--platform", "linux/amd64,linux/arm64"],
  ["--platform=linux/amd64", "--platform=linux/arm64"],
])(
  "several platforms are refused before buildah starts, and are podman's own affair: %s %s",
  async (...words) => {
    const buildah = await world(AS_BUILDAH, "buildah");
    const { code, stderr } = await layerx(["build", ...words, "."], buildah.around);
    expect([code, existsSync(buildah.log)]).toEqual([2, false]);
    expect(stderr).toContain("for several platforms (linux/amd64, linux/arm64), buildah does not say");
    const podman = await world(WRITES);
    expect((await layerx(["build", ...words, "."], podman.around)).code).toBe(0);
  },
);

test("one platform is built by buildah", async () => {
  const { args, around } = await world("exit 3", "buildah");
  await layerx(["build", "--platform", "linux/arm64", "."], around);
  expect(args()).toContain("linux/arm64");
});

describe("an output of files, not of an image,", () => {
  const OUTPUTS = [
    ["-o", "out"],
    ["--output", "type=local,dest=out"],
    ["--output=type=tar,dest=out.tar"],
    ["-o", "a=b"],
    ["-o", "out", "-o", "type=docker"],
  ];

  test.each(OUTPUTS)("is refused before docker starts: %s %s", async (...words) => {
    const { log, around } = await world(WRITES, "docker");
    const { code, stderr } = await layerx(["--builder", "docker", "build", ...words, "."], around);
    expect([code, existsSync(log)]).toEqual([2, false]);
    expect(stderr).toBe(`error: cannot open the image that is built
  why:  with this \`--output\`, docker writes files to a folder or an archive, not an image
  next: leave out \`--output\`, or write an image: \`--output type=oci,dest=FILE\`
`);
  });

  test.each(OUTPUTS)("is written by podman, which also keeps the image: %s %s", async (...words) => {
    const { id, around } = await world(WRITES);
    const { stdout } = await layerx(["--format", "json", "build", ...words, "."], around);
    expect(JSON.parse(stdout).image.id).toBe(`sha256:${id}`);
  });

  test("is not read from behind --", async () => {
    const { args, around } = await world("exit 3", "docker");
    const { stderr } = await layerx(["--builder", "docker", "build", "--", "-o", "out"], around);
    expect(stderr).toContain("`docker build` ended with exit code 3");
    expect(args().slice(-2)).toEqual(["-o", "out"]);
  });
});

describe("an image that --push sent to a registry", () => {
  /** A builder that pushes. It writes the name of the image to the file of --metadata-file. */
  async function pushing() {
    const registry = await ScriptedRegistry.start();
    const { digest } = push(registry, await image([{ a: "one" }]));
    const metadata = JSON.stringify({
      "containerimage.digest": digest,
      "image.name": `${registry.host}/lab/app:1,${registry.host}/lab/other:1`,
    });
    const script = `while [ "$1" != --metadata-file ]; do shift; done; printf '%s' '${metadata}' > "$2"`;
    return { registry, digest, ...(await world(script, "docker")) };
  }

  test("is opened by the digest in the builder's metadata", async () => {
    const { registry, digest, args, around } = await pushing();
    const { code, stdout } = await layerx(
      ["--format", "json", "--builder", "docker", "build", "--push", "."],
      around,
    );
    expect(code).toBe(0);
    expect(JSON.parse(stdout).image).toMatchObject({
      source: `registry:${registry.host}/lab/app:1@${digest}`,
      format: "registry",
    });
    expect(args().slice(0, 4)).toEqual(["build", "--push", ".", "--metadata-file"]);
  });

  test("is read from the user's metadata file, which is kept", async () => {
    const { digest, args, folder, around } = await pushing();
    const words = ["--output", "type=image,push=true", "--metadata-file", "mine.json", "."];
    expect((await layerx(["--builder", "docker", "build", ...words], around)).code).toBe(0);
    expect(readFileSync(join(folder, "mine.json"), "utf8")).toContain(digest);
    expect(args().slice(0, -1)).toEqual(["build", ...words, "--iidfile"]);
  });

  test("does not exist with --push=false, so no metadata file is used", async () => {
    const { args, around } = await world("exit 125", "docker");
    await layerx(["--builder", "docker", "build", "--push=false", "."], around);
    expect(args()).not.toContain("--metadata-file");
  });

  test("needs an option of docker, which other builders do not get", async () => {
    const { args, around } = await world("exit 125", "buildah");
    await layerx(["--builder", "buildah", "build", "--push", "."], around);
    expect(args()).not.toContain("--metadata-file");
  });
});

test.each([["--iidfile", "mine"], ["--iidfile=mine"]])(
  "the ID file of the user is also written: %s",
  async (...words) => {
    const { folder, id, around } = await world(WRITES);
    expect((await layerx(["build", ...words, "."], around)).code).toBe(0);
    expect(readFileSync(join(folder, "mine"), "utf8")).toBe(`sha256:${id}`);
  },
);

test("an ID file that cannot be written is an error", async () => {
  const { around } = await world(WRITES);
  const { code, stderr } = await layerx(["build", "--iidfile", "none/mine", "."], around);
  expect([code, stderr]).toEqual([2, expect.stringMatching(/^error: cannot write .*none\/mine$/m)]);
});

test("a builder that is killed is an error that says so", async () => {
  const { around } = await world("kill -9 $$");
  expect((await layerx(["build", "."], around)).stderr).toContain("`podman build` was ended by a signal");
});

test("docker is used if its daemon answers, otherwise podman", async () => {
  const { folder, args, id, around } = await world(WRITES);
  const docker = join(folder, "docker");
  writeFileSync(docker, `#!/bin/sh\nfor word in "$@"; do ids="$word"; done; printf '${ID}' > "$ids"\n`);
  chmodSync(docker, 0o755);
  const { engine, env } = await engineWith();
  const sourceOf = async (more: Record<string, string>) => {
    const { stdout } = await layerx(["--format", "json", "build", "."], {
      ...around,
      env: { ...around.env, ...more },
    });
    return JSON.parse(stdout).image.source;
  };
  expect(await sourceOf(env)).toBe(`docker:${ID}`);
  expect(engine.requests).toContain(`/v1.43/images/${encodeURIComponent(ID)}/json`);
  expect(await sourceOf({ DOCKER_HOST: "unix:///nothing/there.sock" })).toBe(`podman:sha256:${id}`);
  expect(args()[0]).toBe("build");
});

test("without a builder the error names the programs that layerx searched", async () => {
  const { stderr } = await layerx(["build", "."], { env: { PATH: tempDir() } });
  expect(stderr).toContain("layerx looked for docker, podman, buildah");
});

test("`build --help` is the help of layerx, and ci without --build accepts only one image", async () => {
  expect((await layerx(["build", "--help"])).stdout).toContain("layerx build [ARGS..]");
  expect((await layerx(["ci", "a", "b"])).stderr).toContain("too many arguments: b");
});
