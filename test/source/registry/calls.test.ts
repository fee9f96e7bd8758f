import { createHash } from "node:crypto";
import { userInfo } from "node:os";
import { gunzipSync, gzipSync } from "node:zlib";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { NO_CACHE } from "../../../src/source/cache/cache.js";
import { DEFAULT_LIMITS } from "../../../src/source/limits.js";
import { getManifest } from "../../../src/source/registry/manifest.js";
import { goProgram } from "../../analysis/packages/go-program.js";
import { type BuiltImage, digestOf, image } from "../../support/fixture.js";
import { file, type LayerSpec } from "../../support/layer-spec.js";
import { packings } from "../../support/packings.js";
import { push } from "../../support/push.js";
import { rpmDatabase, rpmHeader } from "../../support/rpm-database.js";
import { layerx } from "../../support/run.js";
import { save } from "../../support/save.js";
import { json, ScriptedRegistry, sendBytes } from "../../support/scripted-registry.js";
import { tempDir } from "../../support/temp.js";
import { open, refusal } from "../opening.js";
import { clientOf } from "./client-of.js";

const network = { env: {} };

test("four layers are read at a time, each once, over at most six connections", async () => {
  const registry = await ScriptedRegistry.start();
  const layers = Array.from({ length: 12 }, (_, n) => ({ [`f${n}`]: `${n}`.repeat(50_000) }));
  const built = await image(layers, { compression: "gzip" });
  push(registry, built);
  const digests = new Set(built.layers.map(({ digest }) => digest));
  let [streaming, most, connections] = [0, 0, 0];
  registry.answerer = ({ url, headers }, response) => {
    const digest = url.replace(/.*\//, "");
    if (!digests.has(digest)) return false;
    streaming += 1;
    most = Math.max(most, streaming);
    connections = Math.max(connections, registry.openConnections);
    response.on("finish", () => {
      streaming -= 1;
    });
    setTimeout(() => sendBytes(response, registry.blobs.get(digest) ?? Buffer.alloc(0), headers.range), 20);
    return true;
  };
  const { code } = await layerx(["tree", `registry:${registry.host}/lab/app:1`]);
  const urls = registry.requested.filter((url) => digests.has(url.replace(/.*\//, "")));
  expect([code, urls.length, new Set(urls).size, most]).toEqual([0, 12, 12, 4]);
  expect(connections).toBeLessThanOrEqual(6);
});

describe("an index", () => {
  async function indexed(
    platforms: readonly string[],
    change: (descriptor: { readonly platform: unknown }, built: BuiltImage) => object = (each) => each,
  ) {
    const registry = await ScriptedRegistry.start();
    const manifests: object[] = [];
    for (const name of platforms) {
      const built = await image([{ platform: name }], { platform: name });
      const described = push(registry, built, { tags: [] });
      manifests.push(change({ ...described, platform: built.platform }, built));
    }
    registry.manifest("lab/app", ["1"], { schemaVersion: 2, manifests });
    return { registry, name: `registry:${registry.host}/lab/app:1` };
  }

  test("with a wrong size of a manifest is an error", async () => {
    const { name } = await indexed(["linux/amd64"], (descriptor) => ({ ...descriptor, size: 5 }));
    expect(await refusal(open(name, { network }))).toMatch(/^registry-mismatch: .*but 5 bytes was expected/);
  });

  test.each([
    ["of a Docker image", "application/vnd.docker.container.image.v1+json"],
    ["of an OCI image", "application/vnd.oci.image.config.v1+json"],
    ["that layerx does not recognize", "application/vnd.example.app"],
  ])("with an artifact type %s on each platform opens the image", async (_, artifactType) => {
    const { name } = await indexed(["linux/amd64", "linux/arm64"], (descriptor) => ({
      ...descriptor,
      artifactType,
    }));
    const { stdout, stderr } = await layerx(["cat", name, "platform", "--platform", "linux/arm64"]);
    expect([stdout, stderr]).toEqual(["linux/arm64", ""]);
  });

  test("with an artifact beside an image opens the image", async () => {
    const { name } = await indexed(["linux/amd64", "linux/arm64"], ({ platform, ...descriptor }, built) =>
      built.platform.architecture === "amd64"
        ? { ...descriptor, platform }
        : { ...descriptor, artifactType: "application/spdx+json" },
    );
    expect((await layerx(["cat", name, "platform"])).stdout).toBe("linux/amd64");
  });

  test("with artifacts alone is an error that names their kinds", async () => {
    const { name } = await indexed(["linux/amd64", "linux/arm64"], ({ platform, ...descriptor }, built) =>
      built.platform.architecture === "amd64"
        ? { ...descriptor, artifactType: "application/spdx+json" }
        : { ...descriptor, annotations: { "vnd.docker.reference.type": "attestation-manifest" } },
    );
    expect(await refusal(open(name, { network }))).toMatch(
      /^is-artifact: .*a bill of materials \(SBOM\) \(application\/spdx\+json\), an attestation/,
    );
  });

  test("with a wrong digest of a manifest is an error", async () => {
    const { registry, name } = await indexed(["linux/amd64"]);
    const index = JSON.parse(String(registry.manifests.get("lab/app:1")));
    const [{ digest }] = index.manifests;
    const bytes = Buffer.from(registry.manifests.get(`lab/app:${digest}`) ?? "");
    registry.manifests.set(`lab/app:${digest}`, Buffer.from(String(bytes).replace("{", " ")));
    expect(await refusal(open(name, { network }))).toMatch(/^registry-mismatch: /);
  });

  test("may contain indexes, up to the limit of the depth", async () => {
    const { registry, name } = await indexed(["linux/amd64"]);
    const mediaType = "application/vnd.oci.image.index.v1+json";
    const opened = async (indexDepth: number) =>
      refusal(open(name, { network, limits: { indexDepth } })).catch(String);
    expect(await opened(1)).toBe("it was opened");
    const inner = registry.manifests.get("lab/app:1") ?? "";
    const nested = { ...registry.manifest("lab/app", [], String(inner)), mediaType };
    registry.manifest("lab/app", ["1"], { schemaVersion: 2, mediaType, manifests: [nested] });
    expect(await opened(2)).toBe("it was opened");
    expect(await opened(1)).toMatch(/^limit-passed: .* the nesting of indexes is 1$/);
  });

  test("may list images up to the limit of their number", async () => {
    const { name } = await indexed(["linux/amd64", "linux/arm64"]);
    const opened = async (manifests: number) =>
      refusal(open(name, { network, limits: { manifests } })).catch(String);
    expect(await opened(2)).toBe("it was opened");
    expect(await opened(1)).toMatch(/^limit-passed: /);
  });

  test("its manifest and its config count together against the limit on JSON documents", async () => {
    const { registry, name } = await indexed(["linux/amd64"]);
    const index = registry.manifests.get("lab/app:1")?.length ?? 0;
    const [{ digest, size }] = JSON.parse(String(registry.manifests.get("lab/app:1"))).manifests;
    const { config } = JSON.parse(String(registry.manifests.get(`lab/app:${digest}`)));
    const opened = async (documentBytes: number) =>
      refusal(open(name, { network, limits: { documentBytes } })).catch(String);
    expect(await opened(index - 1)).toMatch(/^limit-passed: /);
    expect(await opened(index + size - 1)).toMatch(/^limit-passed: /);
    expect(await opened(index + size + config.size - 1)).toMatch(/^limit-passed: .*all JSON documents/);
    expect(await opened(index + size + config.size)).toBe("it was opened");
  });

  test.each<[string, object]>([
    ["an attestation", { annotations: { "vnd.docker.reference.type": "attestation-manifest" } }],
    ["an artifact", { artifactType: "application/spdx+json" }],
    ["an image for unknown/unknown", { platform: { os: "unknown", architecture: "unknown" } }],
  ])("opens its image, and not %s beside it", async (_, other) => {
    const { name } = await indexed(["linux/s390x", "linux/amd64"], (descriptor, { platform }) =>
      platform.architecture === "amd64" ? { ...descriptor, ...other } : descriptor,
    );
    expect((await layerx(["cat", name, "platform"])).stdout).toBe("linux/s390x");
  });

  test("with an invalid digest is an error, before the digest is part of an address", async () => {
    const { registry, name } = await indexed(["linux/amd64"], (descriptor) => ({
      ...descriptor,
      digest: "sha256:../../../x",
    }));
    expect(await refusal(open(name, { network }))).toMatch(/^bad-document: .* without a valid digest$/);
    expect(registry.seen).toHaveLength(1);
  });

  test("that calls an index a manifest is an error", async () => {
    const { registry, name } = await indexed(["linux/amd64"]);
    const inner = registry.manifests.get("lab/app:1") ?? "";
    const mediaType = "application/vnd.oci.image.manifest.v1+json";
    const platform = { os: "linux", architecture: "amd64" };
    const wrong = { ...registry.manifest("lab/app", [], String(inner)), mediaType, platform };
    registry.manifest("lab/app", ["1"], { schemaVersion: 2, manifests: [wrong] });
    expect(await refusal(open(name, { network }))).toMatch(/^bad-document: .* calls an index a manifest$/);
  });

  test.each([
    [["linux/arm64"], "linux/arm64/v8", "linux/arm64"],
    [["linux/arm/v5", "linux/arm/v6"], "linux/arm/v7", "linux/arm/v6"],
    [["linux/arm/v5"], "linux/arm/v7", "linux/arm/v5"],
    [["linux/arm/v5", "linux/arm/v7"], "linux/arm/v6", "linux/arm/v5"],
  ])("of %j gives for %s the image of %s", async (platforms, platform, chosen) => {
    const { name } = await indexed(["linux/s390x", ...platforms]);
    const { stdout } = await layerx(["cat", name, "platform", "--platform", platform]);
    expect(stdout).toBe(chosen);
  });
});

describe("a manifest", () => {
  type Manifest = { config: object; layers: object[] };
  async function described(change: (manifest: Manifest, built: BuiltImage) => object) {
    const registry = await ScriptedRegistry.start();
    const built = await image([{ a: "one" }, { b: "two" }], { compression: "gzip" });
    push(registry, built);
    const manifest = JSON.parse(String(registry.manifests.get("lab/app:1")));
    registry.manifest("lab/app", ["1"], change(manifest, built));
    const name = `registry:${registry.host}/lab/app:1`;
    const requested = (digest: string) => registry.requested.filter((url) => url.endsWith(digest)).length;
    return { name, built, requested };
  }

  test.each([-1, 1.5, "12", undefined, 2 ** 60])("with the size %j of a layer is an error", async (size) => {
    const { name } = await described((manifest) => ({
      ...manifest,
      layers: manifest.layers.map((layer) => ({ ...layer, size })),
    }));
    expect(await refusal(open(name, { network }))).toMatch(/^bad-document: .* does not say how many bytes /);
  });

  test("with two sizes for one digest is an error", async () => {
    const { name } = await described((manifest) => ({
      ...manifest,
      layers: [manifest.layers[0], { ...manifest.layers[0], size: 5 }],
    }));
    expect(await refusal(open(name, { network }))).toMatch(
      /^bad-document: .* gives two sizes for one digest$/,
    );
  });

  test.each([
    { urls: ["https://cdn.example/layer"] },
    { mediaType: "application/vnd.docker.image.rootfs.foreign.diff.tar.gzip" },
    { mediaType: "application/vnd.oci.image.layer.nondistributable.v1.tar+gzip" },
  ])("with a layer of another host is read without that layer: %j", async (foreign) => {
    const { name, built, requested } = await described((manifest) => ({
      ...manifest,
      layers: [{ ...manifest.layers[0], ...foreign }, manifest.layers[1]],
    }));
    const { code, stdout } = await layerx(["tree", name]);
    expect([code, stdout]).toEqual([0, expect.stringContaining("b")]);
    expect(built.layers.map(({ digest }) => requested(digest))).toEqual([0, 1]);
  });

  test("with a config over the limit is an error, and the config is not requested", async () => {
    const { name, built, requested } = await described((manifest) => ({
      ...manifest,
      config: { ...manifest.config, size: 5000 },
    }));
    expect(await refusal(open(name, { network, limits: { jsonBytes: 4000 } })).catch(String)).toMatch(
      /^limit-passed: .* is 4000$/,
    );
    expect(requested(built.id)).toBe(0);
  });

  test.each([
    [true, 0],
    [false, 1],
  ])("may contain its config, which is used if it has the right digest: %s", async (isRight, requests) => {
    const { name, built, requested } = await described((manifest, { config }) => {
      // Another config of the same size.
      const data = (isRight ? config : Buffer.from(String(config).replace("{", " "))).toString("base64");
      return { ...manifest, config: { ...manifest.config, data } };
    });
    expect(await refusal(open(name, { network })).catch(String)).toBe("it was opened");
    expect(requested(built.id)).toBe(requests);
  });
});

test("a cached layer does not contradict a config that has a digest of another algorithm", async () => {
  const registry = await ScriptedRegistry.start();
  const built = await image([{ a: "one" }], { compression: "gzip" });
  push(registry, built);
  const config = JSON.parse(String(built.config));
  const tar = gunzipSync(built.layers[0].blob);
  config.rootfs.diff_ids = [`sha512:${createHash("sha512").update(tar).digest("hex")}`];
  const bytes = Buffer.from(JSON.stringify(config));
  push(registry, { ...built, config: bytes, id: digestOf(bytes) }, { tags: ["2"] });
  const cache = ["--cache-dir", tempDir()];
  for (const tag of ["1", "2", "1", "2"]) {
    const { code, stderr } = await layerx(["tree", `registry:${registry.host}/lab/app:${tag}`, ...cache]);
    expect([tag, code, stderr]).toEqual([tag, 0, ""]);
  }
});

describe("a second open of an image", () => {
  async function opened(reference: (digest: string) => string) {
    const registry = await ScriptedRegistry.start();
    const built = await image([{ a: "one" }, { b: "two" }], { compression: "gzip" });
    const described = { ...push(registry, built, { tags: [] }), platform: built.platform };
    const { digest } = registry.manifest("lab/app", ["1"], { schemaVersion: 2, manifests: [described] });
    const args = ["tree", `registry:${registry.host}/lab/app${reference(digest)}`, "--cache-dir", tempDir()];
    const first = await layerx(args);
    expect([first.code, registry.seen.length]).toEqual([0, 5]);
    registry.seen.length = 0;
    expect(await layerx(args)).toEqual(first);
    return registry.requested;
  }

  test("by its tag requests only the manifest of the tag", async () => {
    expect(await opened(() => ":1")).toEqual(["/v2/lab/app/manifests/1"]);
  });

  test("by its digest requests nothing", async () => {
    expect(await opened((digest) => `@${digest}`)).toEqual([]);
  });
});

test("a layer with bytes behind its end has a warning also on a second open", async () => {
  const registry = await ScriptedRegistry.start();
  const built = await image([{ a: "one" }]);
  const tar = Buffer.concat([built.layers[0].blob, Buffer.alloc(1_200_000, "x")]);
  const layer = { mediaType: "application/vnd.oci.image.layer.v1.tar+gzip", ...registry.blob(gzipSync(tar)) };
  const config = {
    ...JSON.parse(String(built.config)),
    rootfs: { type: "layers", diff_ids: [digestOf(tar)] },
  };
  registry.manifest("lab/app", ["1"], {
    schemaVersion: 2,
    config: registry.blob(JSON.stringify(config)),
    layers: [layer],
  });
  const args = ["tree", `registry:${registry.host}/lab/app:1`, "--cache-dir", tempDir()];
  const first = await layerx(args);
  expect([first.code, first.stderr]).toEqual([0, expect.stringContaining("warning: layer 0")]);
  expect(await layerx(args)).toEqual(first);
});

test("a wrong size of a config is an error also if the cache has the config", async () => {
  const registry = await ScriptedRegistry.start();
  push(registry, await image([{ a: "one" }]));
  const name = `registry:${registry.host}/lab/app:1`;
  const cache = ["--cache-dir", tempDir()];
  expect((await layerx(["history", name, ...cache])).code).toBe(0);
  const manifest = JSON.parse(String(registry.manifests.get("lab/app:1")));
  manifest.config.size -= 1;
  registry.manifest("lab/app", ["1"], manifest);
  const without = await layerx(["history", name, "--no-cache"]);
  expect(without).toMatchObject({ code: 2, stderr: expect.stringContaining("cannot trust the config") });
  expect(await layerx(["history", name, ...cache])).toEqual(without);
});

test("a registry gets at most six connections, for any number of requests", async () => {
  const registry = await ScriptedRegistry.start();
  registry.manifest("lab/app", ["1"], { schemaVersion: 2, layers: [] });
  const { client } = clientOf(registry);
  const get = () => getManifest(client, "1", { size: null, limits: DEFAULT_LIMITS, cache: NO_CACHE });
  await get();
  let most = 0;
  registry.answerer = (_, response) => {
    most = Math.max(most, registry.openConnections);
    setTimeout(() => json(response, 200, { schemaVersion: 2, layers: [] }), 20);
    return true;
  };
  await Promise.all(Array.from({ length: 12 }, get));
  expect(most).toBe(6);
});

test("a layer with another diff ID than in the config is a warning, also on a second open", async () => {
  const registry = await ScriptedRegistry.start();
  const built = await image([{ a: "one" }], { compression: "gzip" });
  const config = JSON.parse(String(built.config));
  config.rootfs.diff_ids = [`sha256:${"0".repeat(64)}`];
  const bytes = Buffer.from(JSON.stringify(config));
  push(registry, { ...built, config: bytes, id: digestOf(bytes) });
  const around = { env: { XDG_CACHE_HOME: tempDir() }, uid: userInfo().uid };
  const args = ["tree", `registry:${registry.host}/lab/app:1`];
  const first = await layerx(args, around);
  expect([first.code, first.stderr]).toEqual([0, expect.stringContaining("but the config has")]);
  registry.seen.length = 0;
  // Its members are cached under the computed digest, which is compared with the config again.
  const second = await layerx(args, around);
  expect(second).toEqual(first);
  const honest = await image([{ other: "two" }], { compression: "gzip" });
  const claimed = { ...honest, config: bytes, id: digestOf(bytes) };
  push(registry, claimed, { tags: ["2"] });
  const other = await layerx(["tree", `registry:${registry.host}/lab/app:2`], around);
  expect(other.stdout).toContain("other");
});

test("the body of an error answer is not shown and not read to its end if it is too long", async () => {
  const registry = await ScriptedRegistry.start();
  let sent = 0;
  registry.answerer = (_, response) => {
    response.writeHead(403);
    const more = () => {
      sent += 1;
      if (!response.destroyed) response.write(Buffer.alloc(1024 * 1024, "x"), () => setImmediate(more));
    };
    more();
    return true;
  };
  const { code, stderr } = await layerx(["history", `registry:${registry.host}/lab/app:1`]);
  expect([code, stderr]).toEqual([2, expect.stringMatching(/answered 403$/m)]);
  expect(sent).toBeLessThan(64);
});

test("ci downloads each layer once without a cache, also if it compares files for a failed rule", async () => {
  const registry = await ScriptedRegistry.start();
  const layers: LayerSpec[] = [
    { a: file("one", { mode: 0o644 }), b: "two" },
    { a: file("one", { mode: 0o600 }) },
    { c: "three" },
  ];
  const built = await image(layers, { compression: "gzip" });
  push(registry, built);
  const { code, stdout } = await layerx([
    ...["ci", `registry:${registry.host}/lab/app:1`, "--no-cache"],
    ...["--highest-wasted-bytes", "1B"],
  ]);
  expect([code, stdout]).toEqual([1, expect.stringContaining("metadata")]);
  const layersRequested = registry.requested.filter((url) =>
    built.layers.some(({ digest }) => url.endsWith(digest)),
  );
  expect(layersRequested).toHaveLength(layers.length);
});

test.each([
  [["-q"], 0],
  [["--format", "{{.ID}} {{.CreatedBy}}"], 0],
  [["--format", "{{.ID}} {{.Size}}"], 2],
  [[], 2],
])("history %j requests this number of layers: %i", async (options, layers) => {
  const registry = await ScriptedRegistry.start();
  const built = await image([{ a: "one" }, { b: "two" }], { compression: "gzip" });
  push(registry, built);
  expect((await layerx(["history", `registry:${registry.host}/lab/app:1`, ...options])).code).toBe(0);
  const digests = built.layers.map(({ digest }) => digest);
  expect(registry.requested.filter((url) => digests.some((digest) => url.endsWith(digest)))).toHaveLength(
    layers,
  );
});

test("commands that show no contents need no temporary files", async () => {
  const registry = await ScriptedRegistry.start();
  push(registry, await image([{ a: "one" }], { compression: "gzip" }));
  const name = `registry:${registry.host}/lab/app:1`;
  vi.stubEnv("TMPDIR", "/nowhere");
  onTestFinished(() => void vi.unstubAllEnvs());
  for (const args of [
    ["tree", name],
    ["find", name, "*"],
    ["ci", name],
    ["inspect", name],
    ["waste", name],
    ["history", name],
    ["diff", name, name],
  ]) {
    expect([args[0], (await layerx(args)).code]).toEqual([args[0], 0]);
  }
  expect((await layerx(["cat", name, "a"])).code).toBe(2);
});

describe.each(["gzip", "zstd", "none"] as const)("diff of layers with %s compression", (compression) => {
  const layers = async (version: string): Promise<LayerSpec[]> => [
    {
      "var/lib/dpkg/status": `Package: bash\nStatus: install ok installed\nVersion: ${version}\n`,
      "var/lib/dpkg/info/bash.list": "/bin/bash\n",
      "bin/bash": "x".repeat(50),
      "var/lib/dpkg/status.d/tz": `Package: tz\nVersion: ${version}\n`,
      "var/lib/dpkg/status.d/tz.md5sums": "0  usr/share/tz\n",
      "usr/share/tz": "tz",
    },
    {
      "lib/apk/db/installed": `P:musl\nV:${version}\nF:lib\nR:musl.so\n\n`,
      "lib/musl.so": "musl",
      "var/lib/rpm/rpmdb.sqlite": await rpmDatabase([
        rpmHeader({ name: "glibc", version, paths: ["/lib/libc.so"] }),
      ]),
    },
    {
      "app/node_modules/@a/b/package.json": JSON.stringify({ name: "@a/b", version }),
      "py/six.dist-info/METADATA": `Name: six\nVersion: ${version}\n`,
      "py/six.dist-info/RECORD": "six.py,,\n",
      "py/six.py": "six",
      "gems/specifications/default/rake.gemspec": `s.name = "rake"\ns.version = "${version}"\n`,
      "bin/app": file(goProgram([`mod\texample.com/app\tv${version}`]), { mode: 0o755 }),
    },
  ];

  test("requests each layer once without a cache and at most once with one, and has all kinds of packages", async () => {
    const registry = await ScriptedRegistry.start();
    const folder = tempDir();
    const names: string[] = [];
    const paths: string[] = [];
    for (const version of ["1", "2"]) {
      const built = await image(await layers(version), { compression });
      push(registry, built, { tags: [version] });
      names.push(`registry:${registry.host}/lab/app:${version}`);
      paths.push(await save(packings.dockerSave25, [built], folder, { name: `${version}.tar` }));
    }
    const diff = async (...args: string[]) => {
      const before = registry.requested.length;
      const { code, stdout, stderr } = await layerx(["diff", "--format", "json", ...args], {
        env: { LAYERX_CACHE_DIR: folder },
      });
      expect([code, stderr]).toEqual([0, ""]);
      const blobs = registry.requested.slice(before).filter((url) => url.includes("/blobs/"));
      expect(blobs).toHaveLength(new Set(blobs).size);
      return JSON.parse(stdout).packages;
    };
    const packages = await diff(...names, "--no-cache");
    const types = ["apk", "dpkg", "dpkg", "gem", "go", "npm", "pip", "rpm"];
    expect(packages.map(({ type }: { type: string }) => type).sort()).toEqual(types);
    expect(await diff(...paths, "--no-cache")).toEqual(packages);
    expect(await diff(...names)).toEqual(packages);
    expect(await diff(...names)).toEqual(packages);
  });
});

test("the digest of an image is the digest of its manifest, and its reference has a tag", async () => {
  const registry = await ScriptedRegistry.start();
  const built = await image([{ a: "one" }]);
  const described = push(registry, built, { tags: [] });
  registry.manifest("lab/app", ["latest"], {
    schemaVersion: 2,
    manifests: [{ ...described, platform: built.platform }],
  });
  const opened = await open(`registry:${registry.host}/lab/app`, { network });
  await opened.close();
  expect(opened.digest).toBe(described.digest);
  expect(opened.references).toEqual([`${registry.host}/lab/app:latest`]);
});

test("a reference with a tag and a digest opens the image of the digest", async () => {
  const registry = await ScriptedRegistry.start();
  const [meant, other] = [await image([{ a: "one" }]), await image([{ a: "two" }])];
  const { digest } = push(registry, meant, { tags: [] });
  push(registry, other, { tags: ["1"] });
  const name = `${registry.host}/lab/app:1@${digest}`;
  const opened = await open(`registry:${name}`, { network });
  await opened.close();
  expect([opened.id, opened.references]).toEqual([meant.id, [name]]);
});

test("requests go only to the manifest and to blobs", async () => {
  const registry = await ScriptedRegistry.start();
  const built = await image([{ a: "one" }, { b: "two" }], { compression: "zstd" });
  push(registry, built);
  const name = `registry:${registry.host}/lab/app:1`;
  for (const args of [["inspect"], ["tree"], ["history"], ["ci"], ["waste"], ["cat", "/a"], ["diff"]]) {
    const [command, ...rest] = args;
    await layerx([command, name, ...(command === "diff" ? [name] : rest)]);
  }
  expect(
    registry.requested.filter((url) => !/^\/v2\/lab\/app\/(manifests\/1|blobs\/sha256:)/.test(url)),
  ).toEqual([]);
});

test("a tag is requested once, and all other documents and blobs by digest", async () => {
  const registry = await ScriptedRegistry.start();
  const built = await image([{ a: "one" }]);
  const described = { ...push(registry, built, { tags: [] }), platform: built.platform };
  registry.manifest("lab/app", ["1"], { schemaVersion: 2, manifests: [described] });
  await layerx(["tree", `registry:${registry.host}/lab/app:1`]);
  expect(registry.requested).toEqual([
    "/v2/lab/app/manifests/1",
    `/v2/lab/app/manifests/${described.digest}`,
    `/v2/lab/app/blobs/${built.id}`,
    `/v2/lab/app/blobs/${built.layers[0].digest}`,
  ]);
});

test("the Accept header has all four manifest types, because some registries need them", async () => {
  const registry = await ScriptedRegistry.start();
  push(registry, await image([{ a: "one" }]));
  const types = [
    "application/vnd.oci.image.index.v1+json",
    "application/vnd.oci.image.manifest.v1+json",
    "application/vnd.docker.distribution.manifest.list.v2+json",
    "application/vnd.docker.distribution.manifest.v2+json",
  ];
  registry.answerer = ({ url, headers }, response) => {
    const accepted = headers.accept?.split(",").map((type) => type.trim()) ?? [];
    const all = types.every((type) => accepted.includes(type));
    return (
      url.includes("/manifests/") && !all && json(response, 404, { errors: [{ code: "MANIFEST_UNKNOWN" }] })
    );
  };
  expect((await layerx(["history", `registry:${registry.host}/lab/app:1`])).code).toBe(0);
});
