import { createServer } from "node:http";

/**
 * Serves images on a loopback port, and counts the requests and bytes.
 *
 * @param {ReturnType<typeof import("./images.js").fleet>} images
 */
export async function serveFleet({ blobs, manifests, layerDigests }) {
  let counts = zero();
  const server = createServer(({ url = "" }, response) => {
    const [, repository, kind, name] = /^\/v2\/(.+)\/(manifests|blobs)\/([^/?]+)/.exec(url) ?? [];
    const bytes = kind === "blobs" ? blobs.get(name) : manifests.get(`${repository}:${name}`);
    if (bytes === undefined) {
      response.writeHead(url === "/v2/" ? 200 : 404).end("{}");
      return;
    }
    const part = kind === "manifests" ? "manifests" : layerDigests.has(name) ? "layers" : "configs";
    counts[part].requests++;
    counts[part].bytes += bytes.length;
    response.writeHead(200, { "content-length": bytes.length }).end(bytes);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    host: `127.0.0.1:${server.address().port}`,
    /** @returns the counts since the last call. */
    take: () => {
      const taken = counts;
      counts = zero();
      return taken;
    },
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

function zero() {
  return {
    manifests: { requests: 0, bytes: 0 },
    configs: { requests: 0, bytes: 0 },
    layers: { requests: 0, bytes: 0 },
  };
}
