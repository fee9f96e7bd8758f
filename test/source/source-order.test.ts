import { createHash } from "node:crypto";
import { chmodSync, existsSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { isImageId } from "../../src/source/named-source.js";
import { image } from "../support/fixture.js";
import { packings } from "../support/packings.js";
import { podmanStorage } from "../support/podman-storage.js";
import { push } from "../support/push.js";
import { layerx } from "../support/run.js";
import { archive } from "../support/save.js";
import { json } from "../support/scripted-engine.js";
import { ScriptedRegistry } from "../support/scripted-registry.js";
import { tempDir } from "../support/temp.js";
import { engineWith, ID } from "./engine/engine-test.js";
import { open } from "./opening.js";

const SOURCES = ["docker", "podman", "containerd", "registry"] as const;
type Name = (typeof SOURCES)[number];

/** Starts all sources. The sources in `has` have `HOST/lab/app:1`. `asked` returns the sources that were used. */
async function machine({ has }: { has: readonly Name[] }) {
  const registry = await ScriptedRegistry.start();
  const name = `${registry.host}/lab/app:1`;
  const built = await image([{ a: "one" }], { references: [name] });
  const saved = await archive(packings.dockerSave24, [built]);
  const app = { Id: ID, RepoTags: [name], archive: saved };
  const images = (source: Name): Record<string, typeof app> =>
    has.includes(source) ? { [name]: app, [ID]: app } : {};
  const docker = (await engineWith({ images: images("docker") })).engine;
  const podman = (await engineWith({ images: images("podman") })).engine;
  if (has.includes("registry")) push(registry, built);
  const folder = tempDir();
  writeFileSync(join(folder, "saved.tar"), saved);
  const ctr = has.includes("containerd")
    ? `cat ${folder}/saved.tar`
    : `echo 'ctr: image "app": not found' >&2; exit 1`;
  writeFileSync(join(folder, "ctr"), `#!/bin/sh\ntouch ${folder}/asked\n${ctr}\n`);
  chmodSync(join(folder, "ctr"), 0o755);
  const env = {
    PATH: `${folder}:/usr/bin:/bin`,
    DOCKER_HOST: docker.host,
    CONTAINER_HOST: podman.host,
    CONTAINERD_ADDRESS: await listeningSocket(),
  };
  const asked = (): Name[] =>
    SOURCES.filter(
      (source) =>
        ({
          docker: docker.requests.length > 0,
          podman: podman.requests.length > 0,
          containerd: existsSync(join(folder, "asked")),
          registry: registry.seen.length > 0,
        })[source],
    );
  return { name, env, asked };
}

async function listeningSocket(): Promise<string> {
  const path = join(tempDir(), "containerd.sock");
  const server = createServer((connection) => connection.destroy());
  await new Promise<void>((resolve) => server.listen(path, resolve));
  onTestFinished(() => void server.close());
  return path;
}

test.each(SOURCES)(
  "the order of sources is docker, podman, containerd, registry; the search ends at %s if it has the image",
  async (holder) => {
    const { name, env, asked } = await machine({ has: SOURCES.slice(SOURCES.indexOf(holder)) });
    const opened = await open(name, { network: { env } });
    await opened.close();
    expect(opened).toMatchObject({ format: holder, source: name });
    expect(asked()).toEqual(SOURCES.slice(0, SOURCES.indexOf(holder) + 1));
  },
);

test.each(SOURCES)("--image is an error if the image from %s is another one", async (holder) => {
  const { name, env } = await machine({ has: [holder] });
  const { code, stderr } = await layerx(["history", name, "--image", "other:1"], { env });
  expect([code, stderr]).toEqual([2, expect.stringMatching(/^error: .* contains no image other:1\n/)]);
  const line = holder === "registry" ? `${name}: ${name}` : name;
  expect(stderr).toContain(`\n  ${holder}: ${line} contains no image other:1\n`);
});

test.each(SOURCES)("the scheme %s: uses only this source, even if others have the image", async (source) => {
  const { name, env, asked } = await machine({ has: SOURCES.filter((one) => one !== source) });
  const { code, stdout } = await layerx(["history", `${source}:${name}`], { env });
  expect([code, stdout, asked()]).toEqual([2, "", [source]]);
});

test("--source has the same effect as the scheme, also in the output", async () => {
  const { name, env, asked } = await machine({ has: SOURCES });
  const args = ["inspect", name, "--source", "registry", "--format", "json"];
  const { stdout } = await layerx(args, { env });
  expect(JSON.parse(stdout).image).toMatchObject({ source: `registry:${name}`, format: "registry" });
  expect(asked()).toEqual(["registry"]);
});

test.each([
  ...["./app", "../app", "/app", "~/app", "C:\\app", "c:/app", "a\\b", "a:1"],
  ...["imge.tar", "imge.tar:1", "imge.TGZ", "imge.oci:latest", "team/imge.tar", "registry.example/imge.json"],
])("%s looks like a path, so no source is tried", async (argument) => {
  const { env, asked } = await machine({ has: SOURCES });
  const { code, stderr } = await layerx(["history", argument], { env, cwd: tempDir() });
  expect([code, asked()]).toEqual([2, []]);
  expect(stderr).toContain("there is no such file or folder");
  expect(stderr).toContain("to open an image by name, write docker:NAME or registry:NAME");
});

test("an existing path is opened, and no source is tried", async () => {
  const { env, asked } = await machine({ has: SOURCES });
  const folder = tempDir();
  writeFileSync(join(folder, "nginx"), await archive(packings.kaniko, [await image([{ b: "file" }])]));
  const { stdout } = await layerx(["inspect", "nginx", "--format", "json"], { env, cwd: folder });
  expect([JSON.parse(stdout).image.format, asked()]).toEqual(["docker-archive", []]);
});

test.each(["0123456789ab", "f".repeat(40), "0".repeat(64), `sha256:${"0".repeat(64)}`])(
  "the ID %s is searched only in engines, not in a registry",
  async (id) => {
    const { env, asked } = await machine({ has: ["registry"] });
    const { code, stderr } = await layerx(["history", id], { env });
    expect([code, asked()]).toEqual([2, ["docker", "podman"]]);
    expect(stderr).toContain("registry: not tried, because an image ID belongs to an engine");
  },
);

test("fewer than 12 or more than 64 hexadecimal digits are not an ID", () => {
  expect(["0123456789a", "0".repeat(65), `sha256:${"0".repeat(63)}`].filter(isImageId)).toEqual([]);
});

describe("an error other than a missing image ends the search:", () => {
  test.each([400, 403, 500, 503])("status %i of Docker Engine", async (status) => {
    const { name, env, asked } = await machine({ has: SOURCES });
    const { engine } = await engineWith({
      instead: { "/json": (_, response) => json(response, status, { message: "no" }) },
    });
    const { code, stderr } = await layerx(["history", name], { env: { ...env, DOCKER_HOST: engine.host } });
    expect([code, asked()]).toEqual([2, []]);
    expect(stderr).toContain(`it answered ${status}: no`);
  });

  test.each([
    ["podman", { CONTAINER_HOST: "unix:///nothing/there.sock" }, ["docker"]],
    ["podman", { CONTAINER_HOST: "", CONTAINER_CONNECTION: "gone" }, ["docker"]],
  ] as const)("a host of %s from the settings that does not answer: %j", async (_, more, before) => {
    const { name, env, asked } = await machine({ has: ["containerd", "registry"] });
    const { code, stderr } = await layerx(["history", name], { env: { ...env, ...more } });
    expect([code, asked()]).toEqual([2, before]);
    expect(stderr).toContain("containerd: not tried, because the search ended earlier");
  });

  test("a failure of containerd's program", async () => {
    const { name, env, asked } = await machine({ has: ["registry"] });
    const folder = tempDir();
    writeFileSync(join(folder, "ctr"), "#!/bin/sh\necho 'ctr: the disk is broken' >&2; exit 1\n");
    chmodSync(join(folder, "ctr"), 0o755);
    const { stderr } = await layerx(["history", name], { env: { ...env, PATH: `${folder}:/usr/bin:/bin` } });
    expect(asked()).toEqual(["docker", "podman"]);
    expect(stderr).toMatch(/^ {2}containerd: .*ctr: the disk is broken$/m);
  });
});

test("the program podman is not run without a scheme, because it would create a storage", async () => {
  const folder = tempDir();
  writeFileSync(join(folder, "podman"), `#!/bin/sh\ntouch ${folder}/asked\nexit 125\n`);
  chmodSync(join(folder, "podman"), 0o755);
  const env = {
    PATH: folder,
    XDG_DATA_HOME: tempDir(),
    XDG_CONFIG_HOME: tempDir(),
    XDG_RUNTIME_DIR: tempDir(),
  };
  const { stderr } = await layerx(["history", "0123456789ab"], { env, uid: 1000 });
  expect(stderr).toContain("podman: not tried, because it has no storage and no service here");
  expect(existsSync(join(folder, "asked"))).toBe(false);
});

describe("the error of an image that no source has", () => {
  test("has one line for each source in their order, and the full name for the registry", async () => {
    const { name, env } = await machine({ has: [] });
    const { code, stdout, stderr } = await layerx(["history", name], { env });
    expect([code, stdout]).toEqual([2, ""]);
    const lines = stderr
      .split("\n")
      .filter((line) => /^ {2}(path|docker|podman|containerd|registry): /.test(line));
    expect(lines.map((line) => line.replace(/:.*/, ""))).toEqual(
      ["path", ...SOURCES].map((source) => `  ${source}`),
    );
    expect(lines.at(-1)).toContain(`registry: ${name}: `);
  });

  test("says how to log in, because the image may be private", async () => {
    const { name, env } = await machine({ has: [] });
    const { stderr } = await layerx(["history", name], { env });
    expect(stderr).toContain(`it may be private: \`docker login ${name.replace(/\/.*/, "")}\``);
  });
});

const VARIABLES = [
  ...["DOCKER_HOST", "DOCKER_CONTEXT", "DOCKER_CONFIG", "DOCKER_TLS_VERIFY", "DOCKER_CERT_PATH"],
  ...["DOCKER_API_VERSION", "DOCKER_CUSTOM_HEADERS", "CONTAINER_HOST", "CONTAINER_CONNECTION"],
  ...["CONTAINERS_STORAGE_CONF", "CONTAINERD_ADDRESS", "CONTAINERD_NAMESPACE", "XDG_RUNTIME_DIR"],
  ...["XDG_CONFIG_HOME", "XDG_DATA_HOME", "DOCKER_AUTH_CONFIG", "REGISTRY_AUTH_FILE", "HTTPS_PROXY"],
  ...["HTTP_PROXY", "NO_PROXY", "https_proxy", "http_proxy", "no_proxy", "SSL_CERT_FILE"],
  ...["NODE_EXTRA_CA_CERTS", "LAYERX_CACHE_DIR", "LAYERX_CACHE_SIZE", "XDG_CACHE_HOME"],
];
const EMPTY = Object.fromEntries(VARIABLES.map((name) => [name, ""]));

describe("an empty variable counts as not set", () => {
  test("in a search without a result", async () => {
    const args = ["history", "registry.invalid/lab/app:1"];
    const env = { PATH: "", HOME: tempDir() };
    const set = await layerx(args, { env: { ...env, ...EMPTY }, uid: 1000 });
    expect(set).toEqual(await layerx(args, { env, uid: 1000 }));
    expect(set.stderr).toContain("registry.invalid: there is no such host");
  });

  test.each(SOURCES)("for an image of %s", async (source) => {
    const { name, env, asked } = await machine({ has: [source] });
    const named = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ""));
    const { code, stderr } = await layerx(["history", `${source}:${name}`], { env: { ...EMPTY, ...named } });
    expect([code, stderr, asked()]).toEqual([0, "", [source]]);
  });
});

test.each(["1.2.3.4.5/app", "host.example:99999/app", "[::::]/app"])(
  "%s is searched in engines, but has an invalid host for a registry",
  async (name) => {
    const { env } = await engineWith();
    const { code, stderr } = await layerx(["history", name], {
      env: { ...env, PATH: "", XDG_DATA_HOME: tempDir() },
    });
    expect(code).toBe(2);
    expect(stderr).toMatch(
      /^error: .* is not an image reference\n {2}why: {2}its host is not an address on a network$/m,
    );
    expect(stderr).toMatch(/^ {2}docker: no such image at /m);
  },
);

describe("a reference with a digest", () => {
  test("is read by its digest, and the tag is only shown", async () => {
    const registry = await ScriptedRegistry.start();
    const built = await image([{ a: "one" }]);
    const { digest } = push(registry, built, { tags: ["1"] });
    registry.manifest("lab/app", ["other"], { schemaVersion: 2, layers: [] });
    const source = `${registry.host}/lab/app:other@${digest}`;
    const opened = await open(`registry:${source}`, { network: { env: {} } });
    await opened.close();
    expect(registry.requested[0]).toBe(`/v2/lab/app/manifests/${digest}`);
    expect(opened).toMatchObject({ digest, id: built.id, references: [source] });
  });

  test.each(["sha256", "sha512"])("of %s must match the manifest", async (algorithm) => {
    const registry = await ScriptedRegistry.start();
    const built = await image([{ a: "one" }]);
    push(registry, built, { tags: ["1"] });
    const bytes = registry.manifests.get("lab/app:1") ?? Buffer.alloc(0);
    const digest = `${algorithm}:${createHash(algorithm).update(bytes).digest("hex")}`;
    registry.manifests.set(`lab/app:${digest}`, bytes);
    const opened = await open(`registry:${registry.host}/lab/app@${digest}`, { network: { env: {} } });
    await opened.close();
    expect(opened.digest).toBe(digest);
    registry.manifests.set(`lab/app:${digest}`, Buffer.concat([bytes, Buffer.from(" ")]));
    await expect(
      open(`registry:${registry.host}/lab/app@${digest}`, { network: { env: {} } }),
    ).rejects.toMatchObject({ code: "registry-mismatch" });
  });
});

test("with --source for an archive, the path can have a suffix", async () => {
  const folder = tempDir();
  const images = [
    await image([{ a: "1" }], { references: ["flask:latest"] }),
    await image([{ b: "2" }], { references: ["app:2"] }),
  ];
  writeFileSync(join(folder, "x.tar"), await archive(packings.kaniko, images));
  const args = ["inspect", "x.tar:flask:latest", "--source", "docker-archive", "--format", "json"];
  const { stdout } = await layerx(args, { cwd: folder });
  expect(JSON.parse(stdout).image).toMatchObject({
    source: "docker-archive:x.tar:flask:latest",
    references: ["flask:latest"],
  });
});

test.each(["docker", "docker-daemon", "podman", "containers-storage"])(
  "%s://NAME has the same effect as without slashes",
  async (scheme) => {
    const built = await image([{ a: "one" }], { references: ["localhost/app:1"] });
    const { conf } = podmanStorage(tempDir(), built, { driver: "vfs", names: ["localhost/app:1"] });
    const env = { ...(await engineWith()).env, CONTAINERS_STORAGE_CONF: conf };
    for (const source of [`${scheme}:app:1`, `${scheme}://app:1`]) {
      const opened = await open(source, { network: { env } });
      await opened.close();
      expect([opened.format, opened.source]).toEqual([/^docker/.test(scheme) ? "docker" : "podman", source]);
    }
  },
);

test("a storage in brackets, as in skopeo, is an error that names the variable to set", async () => {
  const { code, stderr } = await layerx(["history", "containers-storage:[overlay@/x]app"]);
  expect([code, stderr]).toEqual([2, expect.stringContaining("CONTAINERS_STORAGE_CONF")]);
});

describe("a source that does not answer", () => {
  /** @returns the phases that are shown in the first seconds. */
  async function phasesOf(source: string, env: Readonly<Record<string, string>>) {
    const phases: string[] = [];
    const onProgress = ({ phase }: { phase: string }) => phases.push(phase);
    const signal = AbortSignal.timeout(1300);
    await expect(open(source, { network: { env }, signal, onProgress })).rejects.toThrow();
    return phases;
  }

  test("is named after a second", async () => {
    const docker = await engineWith({ instead: { _ping: () => {} } });
    const path = docker.env.DOCKER_HOST;
    const registry = await ScriptedRegistry.start();
    registry.answerer = () => true;
    expect(
      await Promise.all([
        phasesOf("docker:app:1", docker.env),
        phasesOf(`registry:${registry.host}/app:1`, {}),
      ]),
    ).toEqual([[`waiting for ${path}, 1 s`], [`waiting for ${registry.host}, 1 s`]]);
  });

  test("is not named while a login is looked for, because a credential helper may ask for a password", async () => {
    const registry = await ScriptedRegistry.start();
    registry.guard = { is: "basic", user: "me", password: "secret" };
    const folder = tempDir();
    writeFileSync(join(folder, "docker-credential-slow"), "#!/bin/sh\nexec sleep 5\n");
    chmodSync(join(folder, "docker-credential-slow"), 0o755);
    const env = {
      PATH: `${folder}:${process.env.PATH}`,
      DOCKER_AUTH_CONFIG: JSON.stringify({ credsStore: "slow" }),
    };
    expect(await phasesOf(`registry:${registry.host}/app:1`, env)).toEqual([]);
    expect(registry.seen).toHaveLength(1);
  });
});
