import { spawnSync } from "node:child_process";
import { createReadStream, createWriteStream, mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { dockerClients, startDocker } from "../test/real/engines/docker.js";
import { allInPath } from "../test/real/prerequisites.js";
import { layerx } from "./commands.js";
import { measureInTurns, peakBytes } from "./measure.js";

const IMAGE = "bench:latest";
const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"];

/**
 * Measures the first `ci` of an image in Docker Engine, with an empty cache, and `docker save | cat`. The benchmark starts
 * its own daemon if Docker is installed and the user is root. Otherwise it uses a socket that sends the archive in the
 * same way.
 *
 * @param {ReturnType<typeof import("./inputs/all.js").inputs>} inputs
 * @param {{ rounds: number, say: (line: string) => void }} options
 * @returns {Promise<import("./table.js").Row[]>}
 */
export async function engineRows({ bigForEngine }, { rounds, say }) {
  const folder = mkdtempSync(join(tmpdir(), "layerx-bench-"));
  const stops = [() => rmSync(folder, { recursive: true, force: true })];
  let stopped;
  const stopAll = () => {
    stopped ??= (async () => {
      for (const stop of stops) await stop();
    })();
    return stopped;
  };
  const leave = () => stopAll().finally(() => process.exit(130));
  for (const signal of SIGNALS) process.once(signal, leave);
  try {
    const engine = await startEngine({
      archive: bigForEngine,
      folder,
      say,
      onStop: (stop) => stops.unshift(stop),
    });
    if (engine === null) return [];
    say(`\`ci\` from ${engine.name}`);
    // Each run has its own cache.
    const withEmptyCache = 'cache=$1; shift; exec "$@" --cache-dir "$cache/$$"';
    const first = [
      ...["env", `DOCKER_HOST=${engine.host}`, "sh", "-c", withEmptyCache, "sh", join(folder, "cache")],
      ...layerx("ci", `docker:${IMAGE}`),
    ];
    const measured = await measureInTurns({ first, save: engine.save }, { rounds });
    return [
      {
        work: `first \`ci\` from ${engine.name}, 400 MB`,
        ms: measured.first.ms,
        target: `1.3 × \`${engine.saveName} | cat\``,
        limit: 1.3 * measured.save.ms,
        peak: await peakBytes(first),
        measured,
      },
    ];
  } finally {
    for (const signal of SIGNALS) process.removeListener(signal, leave);
    await stopAll();
  }
}

async function startEngine(options) {
  const missing = ["docker", "dockerd"].filter((name) => allInPath(name).length === 0);
  if (missing.length === 0 && process.getuid?.() === 0) return startDaemon(options);
  options.say(`no daemon of Docker: ${missing[0] === undefined ? "not root" : `no ${missing[0]}`}`);
  return startScripted(options);
}

/** Starts a daemon that stores layers as plain folders, which every filesystem supports. */
async function startDaemon({ archive, folder, say, onStop }) {
  say("starting dockerd");
  const clients = await dockerClients();
  const docker = await startDocker({ folder: join(folder, "docker"), storageDriver: "vfs", clients });
  onStop(docker.stop);
  await docker.run(["load", "-i", archive]);
  const { stdout } = await docker.run(["version", "--format", "{{.Server.Version}}"]);
  const host = docker.env.DOCKER_HOST;
  return {
    name: `Docker Engine ${stdout.toString("utf8").trim()} (vfs)`,
    host,
    saveName: "docker save",
    save: ["sh", "-c", 'DOCKER_HOST=$1 "$2" save "$3" | cat > /dev/null', "sh", host, clients.newest, IMAGE],
  };
}

/** Starts a socket with one image. Like a daemon, it writes the archive to a temporary file before it answers. */
async function startScripted({ archive, folder, say, onStop }) {
  if (spawnSync("curl", ["--version"]).status !== 0) {
    say("no curl: the row of the engine is left out");
    return null;
  }
  const socket = join(folder, "docker.sock");
  const packed = join(folder, "packed.tar");
  const read = (path) => createReadStream(path, { highWaterMark: 1024 * 1024 });
  const server = createServer(async ({ url = "" }, response) => {
    if (url.endsWith("/_ping")) response.setHeader("Api-Version", "1.43").end("OK");
    else if (url.endsWith("/get")) {
      await pipeline(read(archive), createWriteStream(packed));
      read(packed).pipe(response);
    } else if (url.endsWith("/json"))
      response.end(JSON.stringify({ Id: `sha256:${"0".repeat(64)}`, RepoTags: [IMAGE] }));
    else response.writeHead(404).end("{}");
  });
  await new Promise((resolve) => server.listen(socket, resolve));
  onStop(() => {
    server.closeAllConnections();
    server.close();
  });
  const url = `http://docker/images/${IMAGE}/get`;
  return {
    name: "a scripted engine",
    host: `unix://${socket}`,
    saveName: "curl",
    save: ["sh", "-c", 'curl -s --unix-socket "$1" "$2" | cat > /dev/null', "sh", socket, url],
  };
}
