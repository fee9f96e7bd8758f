import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { createReadStream, readFileSync } from "node:fs";
import { createServer } from "node:http";
import { layerx } from "./commands.js";

/**
 * Starts a registry with one image, which has the stored gzip layers of an archive.
 *
 * @param {string} archive
 * @param {string[]} layerFiles
 */
export function serve(archive, layerFiles) {
  const [program, ...args] = layerx("inspect", archive, "--format", "json", "--no-cache");
  const facts = JSON.parse(spawnSync(program, args, { maxBuffer: 1e9 }).stdout.toString("utf8"));
  const files = new Map(layerFiles.map((path) => [digestOf(readFileSync(path)), path]));
  return serveLayers(
    facts.layers.map(({ digest, compressedSize, diffId }) => ({
      path: files.get(digest),
      digest,
      size: compressedSize,
      diffId,
    })),
  );
}

/**
 * Starts a registry with one image of gzip layers.
 *
 * @param {{ path: string, digest: string, size: number, diffId: string, annotations?: Record<string, string> }[]} layers
 */
export async function serveLayers(layers) {
  const diffIds = layers.map(({ diffId }) => diffId);
  const config = json({
    architecture: "amd64",
    os: "linux",
    history: diffIds.map(() => ({ created_by: "RUN" })),
    rootfs: { type: "layers", diff_ids: diffIds },
  });
  const manifest = json({
    schemaVersion: 2,
    config: { digest: digestOf(config), size: config.length },
    layers: layers.map(({ digest, size, annotations }) => ({
      mediaType: "application/vnd.oci.image.layer.v1.tar+gzip",
      digest,
      size,
      annotations,
    })),
  });
  const documents = new Map([
    ["1", manifest],
    [digestOf(config), config],
  ]);
  const blobs = new Map(layers.map((layer) => [layer.digest, layer]));
  let sent = 0;
  const server = createServer(({ url = "", headers }, response) => {
    const name = url.slice(url.lastIndexOf("/") + 1);
    const document = documents.get(name);
    const blob = blobs.get(name);
    if (document !== undefined) {
      sent += document.length;
      response.end(document);
    } else if (blob !== undefined) {
      const range = /^bytes=(\d+)-(\d+)$/.exec(headers.range ?? "");
      const [start, end] = range === null ? [0, blob.size - 1] : [Number(range[1]), Number(range[2])];
      sent += end - start + 1;
      const place = { "content-range": `bytes ${start}-${end}/${blob.size}` };
      response.writeHead(range === null ? 200 : 206, range === null ? {} : place);
      createReadStream(blob.path, { start, end, highWaterMark: 1024 * 1024 }).pipe(response);
    } else response.writeHead(404).end();
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const host = `127.0.0.1:${server.address().port}`;
  return {
    image: `registry:${host}/bench/big:1`,
    blobs: layers.map(({ digest }) => `http://${host}/v2/bench/big/blobs/${digest}`),
    /** @returns the bytes of all answers so far */
    sentBytes: () => sent,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

function json(value) {
  return Buffer.from(JSON.stringify(value));
}

function digestOf(bytes) {
  return `sha256:${createHash("sha256").update(bytes).digest("hex")}`;
}
