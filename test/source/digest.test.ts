import { createHash } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { jsonBytes } from "../support/fixture.js";
import type { SpecPair } from "../support/layer-spec.js";
import { layerx } from "../support/run.js";
import { packTar } from "../support/tar.js";
import { tempDir } from "../support/temp.js";

interface Odd {
  readonly algorithm?: string;
  readonly layer?: (stored: Buffer) => Buffer;
  /** Compresses the layer. */
  readonly stored?: (tar: Buffer) => Buffer;
  readonly config?: (bytes: Buffer) => Buffer;
  readonly hasDiffIds?: boolean;
}

/** An OCI archive with digests of one algorithm. The functions change its parts after the digests were computed. */
async function archive({
  algorithm = "sha512",
  layer = (tar) => tar,
  stored = (tar) => tar,
  config = (bytes) => bytes,
  hasDiffIds = true,
}: Odd) {
  const hex = (bytes: Buffer) =>
    algorithm === "blake3"
      ? createHash("sha256").update(bytes).digest("hex")
      : createHash(algorithm).update(bytes).digest("hex");
  const digest = (bytes: Buffer) => `${algorithm}:${hex(bytes)}`;
  const tar = await packTar({ a: "x".repeat(2000) });
  const blob = stored(tar);
  const document = jsonBytes({
    os: "linux",
    architecture: "amd64",
    rootfs: { diff_ids: hasDiffIds ? [digest(tar)] : [] },
  });
  const descriptor = (mediaType: string, bytes: Buffer) => ({
    mediaType,
    digest: digest(bytes),
    size: bytes.length,
  });
  const manifest = jsonBytes({
    config: descriptor("application/vnd.oci.image.config.v1+json", document),
    layers: [descriptor("application/vnd.oci.image.layer.v1.tar", blob)],
  });
  const files: SpecPair[] = [
    ["oci-layout", jsonBytes({ imageLayoutVersion: "1.0.0" })],
    [
      "index.json",
      jsonBytes({ manifests: [descriptor("application/vnd.oci.image.manifest.v1+json", manifest)] }),
    ],
    [`blobs/${algorithm}/${hex(document)}`, config(document)],
    [`blobs/${algorithm}/${hex(manifest)}`, manifest],
    [`blobs/${algorithm}/${hex(blob)}`, layer(blob)],
  ];
  const cwd = tempDir();
  writeFileSync(join(cwd, "image.tar"), await packTar(files));
  return { cwd, id: digest(document), manifest: digest(manifest), layer: digest(blob) };
}

async function inspect(cwd: string, ...args: string[]) {
  const { stdout } = await layerx(["inspect", "image.tar", "--format", "json", ...args], { cwd });
  const { image, layers, warnings } = JSON.parse(stdout);
  const codes = warnings
    .map(({ code }: { code: string }) => code)
    .filter((code: string) => code !== "no-history");
  return { id: image.id, digest: image.digest, layer: layers[0].digest, diffId: layers[0].diffId, codes };
}

describe.each(["sha512", "sha384"])("%s digests", (algorithm) => {
  test.each([
    ["plain", (tar: Buffer) => tar],
    ["compressed", (tar: Buffer) => gzipSync(tar)],
  ])("are kept and checked by slim for an unchanged %s layer, in every format", async (_, stored) => {
    const { cwd, layer } = await archive({ algorithm, stored });
    for (const form of ["oci-archive", "oci-layout", "docker-archive"]) {
      const { code } = await layerx(["slim", "image.tar", "-o", form, "--format", form], { cwd });
      expect(code).toBe(0);
      const { stdout } = await layerx(["inspect", form, "--format", "json", "--verify"], { cwd });
      const { layers, warnings } = JSON.parse(stdout);
      expect(layers[0].diffId.split(":")[0]).toBe(algorithm);
      if (form !== "docker-archive") expect(layers[0].digest).toBe(layer);
      expect(warnings.filter(({ code }: { code: string }) => code !== "no-history")).toEqual([]);
    }
    const bad = await archive({
      algorithm,
      stored,
      layer: (blob) => Buffer.concat([blob, Buffer.alloc(512)]),
    });
    const { code, stderr } = await layerx(["slim", "image.tar", "-o", "out.tar"], { cwd: bad.cwd });
    expect([code, stderr]).toEqual([2, expect.stringContaining(algorithm)]);
  });

  test("are shown, checked, and accepted by --image", async () => {
    const { cwd, id, manifest, layer } = await archive({ algorithm });
    const shown = { id, digest: manifest, layer, diffId: layer, codes: [] };
    expect(await inspect(cwd, "--verify")).toEqual(shown);
    for (const wanted of [id, manifest, id.slice(0, 20)])
      expect(await inspect(cwd, "--image", wanted)).toEqual(shown);
  });

  test("that do not match a layer or config give a warning", async () => {
    const spoilt = (tar: Buffer) => {
      const changed = Buffer.from(tar);
      changed[600] ^= 1;
      return changed;
    };
    const { cwd } = await archive({ algorithm, layer: spoilt });
    expect((await inspect(cwd)).codes).toEqual([]);
    expect((await inspect(cwd, "--verify")).codes).toEqual(["diff-id-mismatch"]);
    const other = await archive({ algorithm, config: (bytes) => Buffer.concat([bytes, Buffer.from(" ")]) });
    expect((await inspect(other.cwd)).codes).toEqual(["config-digest-mismatch"]);
    expect((await inspect(other.cwd, "--image", other.id)).codes).toEqual(["config-digest-mismatch"]);
  });
});

test("a digest of an unknown algorithm is shown, and is a warning only with --verify", async () => {
  const { cwd, id, manifest, layer } = await archive({ algorithm: "blake3" });
  const shown = { id, digest: manifest, layer, diffId: layer };
  expect(await inspect(cwd)).toEqual({ ...shown, codes: [] });
  const codes = ["diff-id-unchecked", "config-digest-unchecked", "manifest-digest-unchecked"];
  expect(await inspect(cwd, "--verify")).toEqual({ ...shown, codes });
});

test("a layer without a diff ID in the config is a warning with --verify", async () => {
  const { cwd } = await archive({ hasDiffIds: false });
  expect((await inspect(cwd)).codes).toEqual(["layer-count-mismatch"]);
  expect((await inspect(cwd, "--verify")).codes).toEqual(["layer-count-mismatch", "diff-id-unchecked"]);
});
