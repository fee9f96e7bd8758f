import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { closeSync, mkdirSync, openSync, renameSync, writeFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { END, header, padding } from "./tar.js";

const MEDIA = "application/vnd.oci.image";

const SUFFIX = { docker: "", "oci-gzip": "+gzip", "oci-zstd": "+zstd" };

/** The compression of layers in each form. */
const PACK = {
  docker: (tar) => tar,
  "oci-gzip": (tar) => gzipSync(tar, { level: 6 }),
  "oci-zstd": (tar) => {
    const { status, stdout, error } = spawnSync("zstd", ["-3", "-c", "-q"], {
      input: tar,
      maxBuffer: 2 ** 31,
    });
    if (status !== 0) throw new Error("zstd failed", { cause: error });
    return stdout;
  },
};

/**
 * Writes one image to an archive, layer by layer, so that only one layer is in memory.
 *
 * @param {string} path
 * @param {Iterable<{ instruction: string, tar: Buffer }>} layers
 * @param {{ form: "docker" | "oci-gzip" | "oci-zstd", blobs?: string }} options `docker` is what `docker save` writes since version 25:
 *   plain layers, both manifests; `blobs`: a folder that gets each layer's blob once more, as a file
 */
export function writeArchive(path, layers, { form, blobs }) {
  const unfinished = `${path}.part`;
  const fd = openSync(unfinished, "w");
  const put = (name, bytes) => {
    for (const part of [
      header({ path: name, flag: "0", mode: 0o644, linkname: "", size: bytes.length }),
      bytes,
    ])
      writeAll(fd, part);
    writeAll(fd, Buffer.alloc(padding(bytes.length)));
  };
  const putBlob = (bytes, mediaType) => {
    const digest = sha256(bytes);
    put(`blobs/sha256/${digest}`, bytes);
    return { mediaType, digest: `sha256:${digest}`, size: bytes.length };
  };

  const config = {
    architecture: "amd64",
    os: "linux",
    config: { Cmd: ["/app"] },
    rootfs: { type: "layers", diff_ids: [] },
    history: [],
  };
  const descriptors = [];
  for (const { instruction, tar } of layers) {
    config.rootfs.diff_ids.push(`sha256:${sha256(tar)}`);
    config.history.push({ created: "2026-01-02T03:04:05Z", created_by: instruction });
    const blob = PACK[form](tar);
    descriptors.push(putBlob(blob, `${MEDIA}.layer.v1.tar${SUFFIX[form]}`));
    if (blobs !== undefined) {
      mkdirSync(blobs, { recursive: true });
      writeFileSync(
        join(blobs, `${String(descriptors.length).padStart(3, "0")}.${form === "oci-zstd" ? "zst" : "gz"}`),
        blob,
      );
    }
  }
  const configBlob = putBlob(json(config), `${MEDIA}.config.v1+json`);
  const manifest = {
    schemaVersion: 2,
    mediaType: `${MEDIA}.manifest.v1+json`,
    config: configBlob,
    layers: descriptors,
  };
  const index = { schemaVersion: 2, manifests: [putBlob(json(manifest), manifest.mediaType)] };
  put("index.json", json(index));
  put("oci-layout", json({ imageLayoutVersion: "1.0.0" }));
  const blobPath = ({ digest }) => `blobs/${digest.replace(":", "/")}`;
  const item = {
    Config: blobPath(configBlob),
    RepoTags: ["bench:latest"],
    Layers: descriptors.map(blobPath),
  };
  if (form === "docker") put("manifest.json", json([item]));
  writeAll(fd, END);
  closeSync(fd);
  renameSync(unfinished, path);
}

function writeAll(fd, bytes) {
  for (let at = 0; at < bytes.length; ) at += writeSync(fd, bytes, at);
}

function json(value) {
  return Buffer.from(JSON.stringify(value));
}

function sha256(bytes) {
  return createHash("sha256").update(bytes).digest("hex");
}
