import { createReadStream, mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { layerx, NODE } from "./commands.js";
import { ended, measureInTurns, peakBytes } from "./measure.js";
import { serve } from "./serve.js";

const LIMIT_MS = 150;

/**
 * Measures `ci` of an image of 100k files that was opened before, from each kind of source, without the start time of
 * Node. No layer is read.
 *
 * @param {ReturnType<typeof import("./inputs/all.js").inputs>} inputs
 * @param {{ rounds: number, say: (line: string) => void }} options
 * @returns {Promise<import("./table.js").Row[]>}
 */
export async function secondOpenRows({ hundredGzip, hundredLayers, hundredPacked }, { rounds, say }) {
  const place = mkdtempSync(join(tmpdir(), "layerx-bench-"));
  const registry = await serve(hundredGzip, hundredLayers);
  const engine = await serveEngine(hundredGzip, join(place, "docker.sock"));
  const docker = ["env", `DOCKER_HOST=${engine.host}`, ...layerx("ci", "docker:bench:1")];
  const commands = {
    "an archive of gzip layers": layerx("ci", hundredGzip),
    "an archive that is compressed as a whole": layerx("ci", hundredPacked),
    "a registry on loopback": layerx("ci", registry.image),
    "Docker Engine with the containerd store": docker,
  };
  const rows = [];
  try {
    for (const [from, command] of Object.entries(commands)) {
      say(`second \`ci\` from ${from}`);
      const second = [...command, "--cache-dir", join(place, "cache")];
      await ended(second);
      const measured = await measureInTurns({ second, node: NODE }, { rounds });
      rows.push({
        work: `second \`ci\` from ${from}, 100k files, over \`node -e 0\``,
        ms: measured.second.ms - measured.node.ms,
        target: `${LIMIT_MS} ms`,
        limit: LIMIT_MS,
        peak: await peakBytes(second),
        measured,
      });
    }
    return rows;
  } finally {
    registry.close();
    engine.close();
    rmSync(place, { recursive: true, force: true });
  }
}

/** Starts an engine with one image, which it sends from an archive. */
async function serveEngine(archive, socket) {
  const id = `sha256:${"a1".repeat(32)}`;
  const server = createServer(({ url = "" }, response) => {
    const path = url.replace(/\?.*/, "");
    response.setHeader("Api-Version", "1.44");
    if (path.endsWith("/_ping")) response.end("OK");
    else if (path.endsWith("/json"))
      response.end(JSON.stringify({ Id: id, RepoTags: ["bench:1"], Os: "linux", Architecture: "amd64" }));
    else if (path.endsWith("/get")) createReadStream(archive, { highWaterMark: 1024 * 1024 }).pipe(response);
    else response.writeHead(404).end();
  });
  await new Promise((resolve) => server.listen(socket, resolve));
  return {
    host: `unix://${socket}`,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
