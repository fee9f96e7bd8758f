import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { createReadStream, readFileSync } from "node:fs";
import { createServer } from "node:http";
import { inflater, layerx } from "./commands.js";
import { measureInTurns, peakBytes } from "./measure.js";

/**
 * Measures `ci` of an image in a registry on this machine, and curl and pigz for the same blobs.
 *
 * @param {ReturnType<typeof import("./inputs/all.js").inputs>} inputs
 * @param {{ rounds: number, say: (line: string) => void }} options
 * @returns {Promise<import("./table.js").Row[]>}
 */
export async function registryRows({ bigGzip, bigGzipLayers }, { rounds, say }) {
  if (spawnSync("curl", ["--version"]).status !== 0) {
    say("no curl: the rows of the registry are left out");
    return [];
  }
  const registry = await serve(bigGzip, bigGzipLayers);
  try {
    say("`ci` from a registry");
    const first = layerx("ci", registry.image, "--no-cache");
    const commands = { first, curl: curl(registry.blobs) };
    const measured = await measureInTurns(commands, { rounds });
    return [
      {
        work: "first `ci` of gzip layers from a registry on loopback",
        ms: measured.first.ms,
        target: `1.2 × \`curl\` and \`${inflater()} -dc\` of its layers`,
        limit: 1.2 * measured.curl.ms,
        peak: await peakBytes(first),
        measured,
      },
    ];
  } finally {
    registry.close();
  }
}

/** @param {string[]} urls downloaded and decompressed one after the other */
function curl(urls) {
  return ["sh", "-c", `for url do curl -s "$url" | ${inflater()} -dc > /dev/null; done`, "sh", ...urls];
}

/** Starts a registry with one image, which has the stored layers of an archive. */
export async function serve(archive, layerFiles) {
  const [program, ...args] = layerx("inspect", archive, "--format", "json", "--no-cache");
  const facts = JSON.parse(spawnSync(program, args, { maxBuffer: 1e9 }).stdout.toString("utf8"));
  const files = new Map(layerFiles.map((path) => [digestOf(readFileSync(path)), path]));
  const diffIds = facts.layers.map(({ diffId }) => diffId);
  const config = Buffer.from(
    JSON.stringify({
      architecture: "amd64",
      os: "linux",
      history: diffIds.map(() => ({ created_by: "RUN" })),
      rootfs: { type: "layers", diff_ids: diffIds },
    }),
  );
  const manifest = Buffer.from(
    JSON.stringify({
      schemaVersion: 2,
      config: { digest: digestOf(config), size: config.length },
      layers: facts.layers.map(({ digest, compressedSize }) => ({
        mediaType: "application/vnd.oci.image.layer.v1.tar+gzip",
        digest,
        size: compressedSize,
      })),
    }),
  );
  const documents = new Map([
    ["1", manifest],
    [digestOf(config), config],
  ]);
  const server = createServer(({ url = "" }, response) => {
    const name = url.slice(url.lastIndexOf("/") + 1);
    const path = files.get(name);
    if (path !== undefined) createReadStream(path, { highWaterMark: 1024 * 1024 }).pipe(response);
    else if (documents.has(name)) response.end(documents.get(name));
    else response.writeHead(404).end();
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const host = `127.0.0.1:${server.address().port}`;
  return {
    image: `registry:${host}/bench/big:1`,
    blobs: [...files.keys()].map((digest) => `http://${host}/v2/bench/big/blobs/${digest}`),
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** Runs a command to its end. */
export function ended([program, ...args]) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: ["ignore", "ignore", "inherit"] });
    child.on("error", reject).on("close", resolve);
  });
}

function digestOf(bytes) {
  return `sha256:${createHash("sha256").update(bytes).digest("hex")}`;
}
