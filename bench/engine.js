import { spawnSync } from "node:child_process";
import { createReadStream, mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { layerx } from "./commands.js";
import { measureInTurns, peakBytes } from "./measure.js";

const NAME = "bench:big";

/**
 * Measures the first `ci` of an image in Docker Engine against the same answer through a pipe, as `docker save | cat`
 * takes it. The engine is a socket that sends an archive: what a real one does to pack it takes longer, and alike for both.
 *
 * @param {ReturnType<typeof import("./inputs/all.js").inputs>} inputs
 * @param {{ rounds: number, say: (line: string) => void }} options
 * @returns {Promise<import("./table.js").Row[]>}
 */
export async function engineRows({ big }, { rounds, say }) {
  if (spawnSync("curl", ["--version"]).status !== 0) {
    say("no curl: the row of the engine is left out");
    return [];
  }
  const engine = await serve(big);
  try {
    say("`ci` from Docker Engine");
    const first = [
      "env",
      `DOCKER_HOST=unix://${engine.socket}`,
      ...layerx("ci", `docker:${NAME}`, "--no-cache"),
    ];
    const measured = await measureInTurns({ first, save: save(engine.socket) }, { rounds });
    return [
      {
        work: "first `ci` from Docker Engine, 400 MB",
        ms: measured.first.ms,
        target: "1.3 × `docker save | cat`",
        limit: 1.3 * measured.save.ms,
        peak: await peakBytes(first),
        measured,
      },
    ];
  } finally {
    engine.close();
  }
}

/** @param {string} socket of the engine, whose archive goes through a pipe */
function save(socket) {
  const url = `http://docker/images/${NAME}/get`;
  return ["sh", "-c", 'curl -s --unix-socket "$1" "$2" | cat > /dev/null', "sh", socket, url];
}

/** An engine with one image, on a socket. */
async function serve(archive) {
  const folder = mkdtempSync(join(tmpdir(), "layerx-bench-"));
  const socket = join(folder, "docker.sock");
  const server = createServer(({ url = "" }, response) => {
    if (url.endsWith("/_ping")) response.setHeader("Api-Version", "1.43").end("OK");
    else if (url.endsWith("/get")) createReadStream(archive, { highWaterMark: 1024 * 1024 }).pipe(response);
    else if (url.endsWith("/json"))
      response.end(JSON.stringify({ Id: `sha256:${"0".repeat(64)}`, RepoTags: [NAME] }));
    else response.writeHead(404).end("{}");
  });
  await new Promise((resolve) => server.listen(socket, resolve));
  return {
    socket,
    close: () => {
      server.closeAllConnections();
      server.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
