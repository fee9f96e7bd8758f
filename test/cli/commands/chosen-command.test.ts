import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { userInfo } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { NPM } from "../../analysis/secrets/samples.js";
import { type BuiltImage, image } from "../../support/fixture.js";
import type { LayerSpec } from "../../support/layer-spec.js";
import { packings } from "../../support/packings.js";
import { push } from "../../support/push.js";
import { layerx } from "../../support/run.js";
import { save } from "../../support/save.js";
import { basic, cutAfter, json, ScriptedRegistry } from "../../support/scripted-registry.js";
import { tempDir } from "../../support/temp.js";

const LAYERS: readonly LayerSpec[] = [
  { "etc/hosts": "one", "etc/motd": "hello" },
  { "etc/.wh.motd": "", "usr/big": "x".repeat(200_000) },
];

async function pushed(options: Parameters<typeof image>[1] = {}) {
  const built = await image(LAYERS, { compression: "gzip", ...options });
  const registry = await ScriptedRegistry.start();
  const manifest = push(registry, built);
  return { registry, built, manifest, name: `registry:${registry.host}/lab/app:1` };
}

const layerRequests = (registry: ScriptedRegistry, built: BuiltImage) =>
  registry.requested.filter((url) => built.layers.some(({ digest }) => url.endsWith(digest))).length;

describe("an image of a registry", () => {
  test("has the same output as a local archive of the image", async () => {
    const { name, built, registry } = await pushed();
    const path = await save(packings.ociArchive, [built], tempDir());
    for (const command of [
      ["inspect", "--format", "json"],
      ["tree"],
      ["history"],
      ["ci", "--highest-wasted-bytes", "1GB"],
      ["waste"],
    ]) {
      const remote = await layerx([command[0], name, ...command.slice(1)]);
      const local = await layerx([command[0], path, ...command.slice(1)]);
      const same = (text: string) =>
        text
          .replaceAll(path, name)
          .replace('"format": "oci-archive"', '"format": "registry"')
          // An image in a registry is searched only with --secrets.
          .replace(/"secrets": \[\],\n {2}"packages": \{[^{}]*\}/, '"secrets": null,\n  "packages": null')
          .replaceAll("example.com/app:1", `${registry.host}/lab/app:1`);
      expect({ ...remote, stdout: same(remote.stdout) }).toEqual({ ...local, stdout: same(local.stdout) });
    }
  });

  test("needs one request for the manifest, the config and each layer", async () => {
    const { name, built, registry, manifest } = await pushed();
    await layerx(["inspect", name]);
    expect(registry.requested.sort()).toEqual(
      [
        "/v2/lab/app/manifests/1",
        `/v2/lab/app/blobs/${built.id}`,
        ...built.layers.map(({ digest }) => `/v2/lab/app/blobs/${digest}`),
      ].sort(),
    );
    expect(manifest.digest).toMatch(/^sha256:/);
  });

  test.each([
    ["history", "-q"],
    ["history", "--format", "{{.CreatedBy}}"],
  ])("shows %s %s without reading a layer", async (...args) => {
    const { name, built, registry } = await pushed();
    const { code, stderr } = await layerx([args[0], name, ...args.slice(1)]);
    expect([code, stderr, layerRequests(registry, built)]).toEqual([0, "", 0]);
  });

  test("is read once by cat and once by extract", async () => {
    const { name, built, registry } = await pushed();
    expect((await layerx(["cat", name, "etc/hosts"])).stdout).toBe("one");
    expect(layerRequests(registry, built)).toBe(2);
    const target = tempDir();
    await layerx(["extract", name, "/", target]);
    expect(layerRequests(registry, built)).toBe(4);
    expect(readFileSync(join(target, "etc/hosts"), "utf8")).toBe("one");
  });

  test("can be named with two slashes, with --source and with a digest", async () => {
    const { registry, manifest } = await pushed();
    const reference = `${registry.host}/lab/app`;
    const opened = async (...args: string[]) =>
      JSON.parse((await layerx([...args, "--format", "json"])).stdout).image;
    expect(await opened(`registry://${reference}:1`)).toMatchObject({ source: `registry://${reference}:1` });
    expect(await opened(`${reference}:1`, "--source", "registry")).toMatchObject({
      source: `registry:${reference}:1`,
      format: "registry",
      digest: manifest.digest,
      references: [`${reference}:1`],
    });
    expect(await opened(`registry:${reference}@${manifest.digest}`)).toMatchObject({
      references: [`${reference}@${manifest.digest}`],
    });
  });
});

test("inspect --secrets finds secrets of an image in a registry, and requests each layer once", async () => {
  const built = await image([{ "root/.npmrc": NPM }, { "root/.wh..npmrc": "" }], { compression: "gzip" });
  const registry = await ScriptedRegistry.start();
  push(registry, built);
  const name = `registry:${registry.host}/lab/app:1`;
  const secretsOf = async (...args: string[]) =>
    JSON.parse((await layerx(["inspect", name, "--format", "json", ...args])).stdout).secrets;
  expect(await secretsOf()).toBeNull();
  registry.seen.length = 0;
  expect(await secretsOf("--secrets")).toMatchObject([
    { path: "/root/.npmrc", layer: 0, buried: true, endedBy: 1 },
  ]);
  expect(layerRequests(registry, built)).toBe(2);
});

describe("a second run", () => {
  const cached = () => ({ env: { XDG_CACHE_HOME: tempDir() }, uid: userInfo().uid });

  test("needs one request for the manifest, and reads no layer", async () => {
    const { name, registry } = await pushed();
    const around = cached();
    const first = await layerx(["inspect", name, "--format", "json"], around);
    registry.seen.length = 0;
    expect(await layerx(["inspect", name, "--format", "json"], around)).toEqual(first);
    expect(registry.requested).toEqual(["/v2/lab/app/manifests/1"]);
  });

  test("by digest needs no connection", async () => {
    const { registry, manifest, name } = await pushed();
    const around = cached();
    await layerx(["tree", name], around);
    const byDigest = `registry:${registry.host}/lab/app@${manifest.digest}`;
    await registry.stop();
    expect(await layerx(["tree", byDigest], around)).toEqual({
      code: 0,
      stdout: expect.stringContaining("hosts"),
      stderr: "",
    });
  });

  test("shows an image that was pushed under the same tag meanwhile", async () => {
    const { name, registry } = await pushed();
    const around = cached();
    await layerx(["tree", name], around);
    push(registry, await image([{ "new/file": "1" }], { compression: "gzip" }));
    expect((await layerx(["tree", name], around)).stdout).toContain("new");
  });

  test("fails again after a layer with wrong bytes", async () => {
    const { name, built, registry } = await pushed();
    const around = cached();
    const [{ digest, blob }] = built.layers;
    const changed = Buffer.from(blob);
    changed[5] ^= 1;
    registry.blobs.set(digest, changed);
    expect((await layerx(["tree", name], around)).code).toBe(2);
    expect((await layerx(["tree", name], around)).code).toBe(2);
  });
});

describe("an index", () => {
  async function indexed() {
    const registry = await ScriptedRegistry.start();
    const platforms = ["linux/amd64", "linux/arm/v6", "linux/arm64/v8"];
    const described = await Promise.all(
      platforms.map(async (platform) => {
        const built = await image([{ platform }], { platform });
        return { ...push(registry, built, { tags: [] }), platform: built.platform };
      }),
    );
    const attestation = {
      ...registry.manifest("lab/app", [], { schemaVersion: 2, layers: [] }),
      platform: { os: "unknown", architecture: "unknown" },
      annotations: { "vnd.docker.reference.type": "attestation-manifest" },
    };
    registry.manifest("lab/app", ["1"], { schemaVersion: 2, manifests: [...described, attestation] });
    return { registry, described, name: `registry:${registry.host}/lab/app:1` };
  }

  test.each([
    [[], "linux/amd64"],
    [["--platform", "linux/arm64"], "linux/arm64/v8"],
    [["--platform", "linux/arm/v7"], "linux/arm/v6"],
    [["--platform", "linux/arm64/v8"], "linux/arm64/v8"],
  ])("with %j opens %s, and reads no other manifest", async (args, platform) => {
    const { registry, name } = await indexed();
    expect((await layerx(["cat", name, "platform", ...args])).stdout).toBe(platform);
    expect(registry.requested.filter((url) => url.includes("/manifests/"))).toHaveLength(2);
  });

  test("without the requested platform is an error that lists its platforms, without attestations", async () => {
    const { name } = await indexed();
    const { code, stdout, stderr } = await layerx([name, "--platform", "windows/amd64"]);
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toContain("it is for linux/amd64, linux/arm/v6, linux/arm64/v8\n");
  });

  test("without the host's platform is an error that lists its platforms", async () => {
    const { name } = await indexed();
    const { stderr } = await layerx([name], { platform: { os: "linux", arch: "s390x" } });
    expect(stderr).toContain("several platforms");
    expect(stderr).toContain("linux/arm/v6");
  });

  test("with several Windows versions accepts a version or a digest", async () => {
    const registry = await ScriptedRegistry.start();
    const versions = ["10.0.17763.5", "10.0.20348.9"];
    const described = await Promise.all(
      versions.map(async (version) => {
        const built = await image([{ version }], {
          platform: "windows/amd64",
          document: { "os.version": version },
        });
        return {
          ...push(registry, built, { tags: [] }),
          platform: { ...built.platform, "os.version": version },
        };
      }),
    );
    registry.manifest("lab/app", ["1"], { schemaVersion: 2, manifests: described });
    const name = `registry:${registry.host}/lab/app:1`;
    const version = async (...args: string[]) => (await layerx(["cat", name, "version", ...args])).stdout;
    expect([
      await version("--platform", "windows(10.0.20348)/amd64"),
      await version("--platform", "windows/amd64", "--image", described[0].digest),
      await version("--platform", "windows/amd64", "--image", "10.0.20348.9"),
    ]).toEqual(["10.0.20348.9", "10.0.17763.5", "10.0.20348.9"]);
    const { code, stderr } = await layerx(["cat", name, "version", "--platform", "windows/amd64"]);
    expect(code).toBe(2);
    for (const one of versions) expect(stderr).toContain(`windows/amd64  os.version ${one}`);
  });

  /** Pushes an image with `linux/amd64` in its config and another platform in its index. */
  async function listedAs(platform: object) {
    const registry = await ScriptedRegistry.start();
    const described = push(registry, await image([{ a: "a" }], { platform: "linux/amd64" }), { tags: [] });
    const manifests = [{ ...described, platform }];
    registry.manifest("lab/app", ["1"], { schemaVersion: 2, manifests });
    return { registry, name: `registry:${registry.host}/lab/app:1` };
  }
  const NO_PLATFORM = { os: "unknown", architecture: "unknown" };
  const shownPlatform = async (name: string, ...args: string[]) => {
    const { stdout, stderr } = await layerx(["inspect", name, "--format", "json", ...args]);
    return stdout === "" ? stderr : JSON.parse(stdout).image.platform;
  };

  test("defines the platform of an image, not the config", async () => {
    const { name } = await listedAs({ os: "linux", architecture: "arm", variant: "v7" });
    const shown = "linux/arm/v7";
    expect(await shownPlatform(name, "--platform", "linux/arm/v7")).toBe(shown);
    expect(await shownPlatform(name)).toBe(shown);
    expect(await shownPlatform(name, "--platform", "linux/amd64")).toContain("it is for linux/arm/v7");
  });

  test("with only an image for unknown/unknown opens it by its config, and skips it beside others", async () => {
    const { name, registry } = await listedAs(NO_PLATFORM);
    const shown = "linux/amd64";
    expect(await shownPlatform(name)).toBe(shown);
    expect(await shownPlatform(name, "--platform", "linux/amd64")).toBe(shown);
    expect(await shownPlatform(name, "--platform", "linux/s390x")).toContain("it is for linux/amd64");
    const unknown = push(registry, await image([{ a: "a" }]), { tags: [] });
    const arm = push(registry, await image([{ b: "b" }], { platform: "linux/arm64" }), { tags: [] });
    const manifests = [
      { ...unknown, platform: NO_PLATFORM },
      { ...arm, platform: { os: "linux", architecture: "arm64" } },
    ];
    registry.manifest("lab/app", ["1"], { schemaVersion: 2, manifests });
    expect(await shownPlatform(name, "--platform", "linux/arm64")).toBe("linux/arm64");
  });

  test("with too many nested indexes is an error", async () => {
    const { registry, name } = await indexed();
    let inner = registry.manifest("lab/app", [], { schemaVersion: 2, manifests: [] });
    const mediaType = "application/vnd.oci.image.index.v1+json";
    for (let i = 0; i < 9; i++) {
      inner = registry.manifest("lab/app", ["1"], { schemaVersion: 2, manifests: [{ ...inner, mediaType }] });
    }
    expect((await layerx([name])).stderr).toContain("--limit index-depth=VALUE");
  });
});

test("a foreign layer is not requested, neither from the registry nor from its URLs", async () => {
  const [built, registry, elsewhere] = [
    await image([{ a: "1" }]),
    await ScriptedRegistry.start(),
    await ScriptedRegistry.start(),
  ];
  const [{ digest, blob }] = built.layers;
  const mediaType = "application/vnd.docker.image.rootfs.foreign.diff.tar.gzip";
  const urls = [`${elsewhere.origin}/layer`];
  registry.manifest("lab/app", ["1"], {
    schemaVersion: 2,
    config: registry.blob(built.config),
    layers: [{ mediaType, digest, size: blob.length, urls }],
  });
  const { code, stderr } = await layerx(["tree", `registry:${registry.host}/lab/app:1`]);
  expect([code, layerRequests(registry, built), elsewhere.seen]).toEqual([0, 0, []]);
  expect(stderr).toContain("layer 0 is foreign");
});

test("the login is sent to the token server, but not after a redirect to another origin", async () => {
  const { name, registry } = await pushed();
  const other = await ScriptedRegistry.start();
  registry.guard = { is: "token", user: "me", password: "pw" };
  registry.answerer = ({ url }, response) => {
    if (!url.startsWith("/token")) return false;
    response.writeHead(307, { location: `${other.origin}${url}` }).end();
    return true;
  };
  other.answerer = (_, response) => json(response, 200, { token: "token-0" });
  const auths = { [registry.host]: { auth: Buffer.from("me:pw").toString("base64") } };
  const { code } = await layerx(["tree", name], { env: { DOCKER_AUTH_CONFIG: JSON.stringify({ auths }) } });
  expect([code, other.seen.map(({ headers }) => headers.authorization)]).toEqual([0, [undefined]]);
  expect(registry.seen[1].headers.authorization).toBe(basic("me", "pw"));
});

describe("a wrong answer of a registry:", () => {
  test("a layer with wrong bytes is an error with exit code 2 and an empty output", async () => {
    const { name, built, registry } = await pushed();
    const [, { digest, blob }] = built.layers;
    const changed = Buffer.from(blob);
    changed[20] ^= 1;
    registry.blobs.set(digest, changed);
    for (const args of [["inspect"], ["tree"], ["ci"]]) {
      const { code, stdout, stderr } = await layerx([args[0], name]);
      expect([code, stdout]).toEqual([2, ""]);
      expect(stderr).toMatch(/^error: /);
    }
  });

  test("a layer with a wrong byte in its gzip header is an error", async () => {
    const { name, built, registry } = await pushed();
    const [{ digest, blob }] = built.layers;
    const changed = Buffer.from(blob);
    // The time in the gzip header: the decompressed data is the same.
    changed[5] ^= 1;
    registry.blobs.set(digest, changed);
    const { code, stderr } = await layerx([name]);
    expect([code, stderr]).toEqual([2, expect.stringContaining("error: cannot trust the layer sha256:")]);
  });

  test("a layer that is cut once is read to its end by a range request", async () => {
    const { name, built, registry } = await pushed();
    const [, { digest, blob }] = built.layers;
    let cut = false;
    registry.answerer = ({ url }, response) => {
      if (cut || !url.endsWith(digest)) return false;
      cut = true;
      cutAfter(response, blob, 100);
      return true;
    };
    expect((await layerx([name])).code).toBe(0);
    expect(
      registry.seen.at(-1)?.headers.range ?? registry.seen.map(({ headers }) => headers.range).find(Boolean),
    ).toBe("bytes=100-");
  });

  test("a layer without a size is refused", async () => {
    const registry = await ScriptedRegistry.start();
    const digest = `sha256:${createHash("sha256").update("x").digest("hex")}`;
    registry.manifest("lab/app", ["1"], {
      schemaVersion: 2,
      config: { digest, size: 1 },
      layers: [{ digest }],
    });
    expect((await layerx([`registry:${registry.host}/lab/app:1`])).stderr).toContain(
      "does not say how many bytes",
    );
  });
});

describe("options for registries:", () => {
  test.each([
    [["--timeout", "0"], "--timeout"],
    [["--timeout", "soon"], "--timeout"],
    [["--insecure-registry", "http://x/"], "--insecure-registry"],
    [["--source", "floppy"], "--source"],
    [["--source", "oci"], "contradict"],
  ])("%j is a usage error, and no request is sent", async (args, word) => {
    const { name, registry } = await pushed();
    const { code, stderr } = await layerx([name, ...args]);
    expect([code, registry.seen]).toEqual([2, []]);
    expect(stderr).toContain(word);
  });

  test("--timeout is accepted in seconds", async () => {
    const { name, registry } = await pushed();
    registry.answerer = (_, response) => json(response, 401, {}, { "www-authenticate": `Basic realm="x"` });
    const { code } = await layerx([name, "--timeout", "0.05"]);
    expect(code).toBe(2);
  });
});

test("outputs, --debug and files contain no password and no token", async () => {
  const { name, registry } = await pushed();
  const secret = "hunter2-secret";
  registry.guard = { is: "token", user: "me", password: secret };
  const auth = Buffer.from(`me:${secret}`).toString("base64");
  const home = tempDir();
  const env = {
    HOME: home,
    XDG_CACHE_HOME: home,
    DOCKER_AUTH_CONFIG: JSON.stringify({
      auths: { [registry.host]: { auth, identitytoken: "identity-secret" } },
    }),
  };
  registry.answerer = ({ method }, response) => method === "POST" && json(response, 404, {});
  const outcomes = [
    await layerx([name, "--debug"], { env }),
    await layerx([name, "--debug", "--format", "json"], { env }),
    await layerx([name, "--debug"], {
      env: {
        ...env,
        DOCKER_AUTH_CONFIG: env.DOCKER_AUTH_CONFIG.replace(
          auth,
          Buffer.from("me:wrong-secret").toString("base64"),
        ),
      },
    }),
  ];
  expect(outcomes.map(({ code }) => code)).toEqual([0, 0, 2]);
  const written = readdirSync(home, { recursive: true, withFileTypes: true })
    .filter((file) => file.isFile())
    .map((file) => readFileSync(join(file.parentPath, file.name), "latin1"));
  const all = [...outcomes.flatMap(({ stdout, stderr }) => [stdout, stderr]), ...written].join("\n");
  expect(all).toContain("debug: GET");
  expect(all).not.toMatch(/-secret|token-\d|Bearer|Basic /);
  expect(all).not.toContain(auth);
});
