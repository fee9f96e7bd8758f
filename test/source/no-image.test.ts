import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { hex, jsonBytes } from "../support/fixture.js";
import { descriptor, indexDocument } from "../support/oci.js";
import { packTar } from "../support/tar.js";
import { tempDir } from "../support/temp.js";
import { open, openBytes, openTar, refusal } from "./opening.js";

describe("an error names the kind of a file that is not an image:", () => {
  test.each<[string, Buffer | string, string]>([
    [
      "a PNG",
      Buffer.from("\x89PNG\r\n\x1a\n\0\0", "latin1"),
      "not-an-image: image is not a container image, since it is a PNG picture",
    ],
    [
      "a SIF",
      "#!/usr/bin/env run-singularity\n\0SIF_MAGIC\u000001\0",
      "not-an-image: image is not a container image, since it is an image of Apptainer or Singularity (SIF)",
    ],
    ["plain text", "hello\n", "not-an-image: image is not a container image, since it is plain text"],
    [
      "zeros",
      Buffer.alloc(10_240),
      "not-an-image: image is not a container image, since it is nothing but zeros",
    ],
    [
      "a manifest alone",
      '{"schemaVersion":2}',
      "not-an-image: image is not a container image, since it is a JSON document, not the archive that it may belong to",
    ],
    [
      "a Dockerfile",
      "# syntax\nFROM alpine\n",
      "not-an-image: image is not a container image, since it is a Dockerfile, not an image built from it",
    ],
    [
      "compressed text",
      gzipSync("hello"),
      "not-an-image: image is not a container image, since it is plain text, compressed with gzip",
    ],
    ["an empty file", "", "is-empty: image is empty, since it has 0 bytes"],
    ["compressed nothing", gzipSync(""), "is-empty: image is empty, since it has 0 bytes"],
    [
      "bzip2",
      "BZh91AY",
      "compression-unsupported: image cannot be decompressed, since it is compressed with bzip2, which is not supported",
    ],
    [
      "xz",
      Buffer.from([0xfd, 0x37, 0x7a, 0x58, 0x5a, 0]),
      "compression-unsupported: image cannot be decompressed, since it is compressed with xz, which is not supported",
    ],
  ])("%s", async (_, bytes, expected) => {
    expect(await refusal(openBytes(Buffer.from(bytes)))).toBe(expected);
  });

  test("a docker export is a root filesystem", async () => {
    const opening = openTar({ ".dockerenv": "", "bin/sh": "", "etc/hosts": "", "usr/bin/env": "" });
    expect(await refusal(opening)).toBe(
      "root-filesystem: image is not a container image, since it is a plain root filesystem (it contains bin, etc, usr), " +
        "as `docker export` writes it, without layers and history",
    );
  });

  test("a packaged Helm chart", async () => {
    const opening = openBytes(
      gzipSync(await packTar({ "web/Chart.yaml": "name: web", "web/values.yaml": "" })),
    );
    expect(await refusal(opening)).toBe(
      "is-artifact: image contains no container image, since it contains a packaged Helm chart",
    );
  });

  test("an error about any other archive lists its members, escaped", async () => {
    expect(await refusal(openTar({ "a\x1b[31m": "", "b/c": "" }))).toBe(
      "no-manifest: image contains no image, since it has neither a manifest.json nor an index.json; it contains a\\x1b[31m, b/",
    );
  });

  test("a folder without a layout", async () => {
    const folder = tempDir();
    writeFileSync(join(folder, "notes"), "");
    expect(await refusal(open(".", { cwd: folder }))).toBe(
      "folder-no-layout: the folder . contains no image, since it has neither an index.json with oci-layout nor a " +
        "manifest.json; it contains notes",
    );
  });

  test.each([
    ["application/vnd.cncf.helm.config.v1+json", "a Helm chart (application/vnd.cncf.helm.config.v1+json)"],
    ["application/vnd.wasm.config.v0+json", "a WebAssembly module (application/vnd.wasm.config.v0+json)"],
    ["application/vnd.acme.thing", "an artifact of type application/vnd.acme.thing"],
  ])("an artifact with config %s", async (type, kind) => {
    const config = Buffer.from("{}");
    const manifest = jsonBytes({ schemaVersion: 2, config: descriptor(type, config), layers: [] });
    const described = descriptor("application/vnd.oci.image.manifest.v1+json", manifest);
    const opening = openTar({
      [`blobs/sha256/${hex(described.digest)}`]: manifest,
      [`blobs/sha256/${hex(descriptor(type, config).digest)}`]: config,
      "index.json": indexDocument([described]),
    });
    expect(await refusal(opening)).toBe(
      `is-artifact: image contains no container image, since it contains ${kind}`,
    );
  });
});
