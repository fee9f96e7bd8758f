import { existsSync, mkdirSync, readFileSync, realpathSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { attempt, succeed } from "../command.js";
import { allInPath } from "../prerequisites.js";
import { startDaemon } from "./daemon.js";
import { unmountBelow } from "./unmount.js";

const START_MS = 60_000;
const STOP_MS = 30_000;

/**
 * Starts a docker daemon with its data, socket and pid below `folder`. It changes no network and no firewall.
 *
 * @param {{ folder: string, storageDriver: string, clients: DockerClients }} options
 * @returns {Promise<Docker>}
 */
export async function startDocker({ folder, storageDriver, clients }) {
  mkdirSync(folder, { recursive: true });
  const host = `unix://${join(folder, "docker.sock")}`;
  const pidfile = join(folder, "dockerd.pid");
  const env = { DOCKER_HOST: host, DOCKER_CONFIG: join(folder, "config") };
  await endOf(pidfile);
  const stop = await startDaemon(
    "dockerd",
    [
      ["--iptables=false", "--ip6tables=false", "--bridge=none", `--storage-driver=${storageDriver}`],
      ["--data-root", join(folder, "data"), "--exec-root", join(folder, "exec")],
      ["--pidfile", pidfile, "-H", host],
    ].flat(),
    {
      log: join(folder, "dockerd.log"),
      answers: async () => (await attempt(clients.newest, ["version"], { env })).code === 0,
      startMs: START_MS,
      stopped: () => unmountBelow(folder),
    },
  );
  return {
    env,
    stop,
    storageDriver,
    clients,
    run: (args, options) => succeed(clients.newest, args, { ...options, env: { ...env, ...options?.env } }),
  };
}

/**
 * Finds two docker programs in PATH: the newest one, and one that can use BuildKit (with its buildx plugin, or by itself before
 * version 23), if there is one.
 *
 * @returns {Promise<DockerClients>}
 */
export async function dockerClients() {
  const found = [];
  for (const path of new Set(
    allInPath("docker")
      .filter(existsSync)
      .map((path) => realpathSync(path)),
  )) {
    const { stdout } = await attempt(path, ["--version"]);
    const version = /version (\d+)\.(\d+)/.exec(stdout.toString("utf8"));
    if (version === null) continue;
    const buildx = (await attempt(path, ["buildx", "version"])).code === 0;
    found.push({ path, major: Number(version[1]), buildx });
  }
  found.sort((a, b) => b.major - a.major);
  const [newest] = found;
  if (newest === undefined) throw new Error("PATH has no docker client that prints its version.");
  const builder = found.find((client) => client.buildx || client.major < 23);
  return {
    newest: newest.path,
    major: newest.major,
    buildkit: builder?.path ?? null,
    buildx: builder?.buildx ?? false,
  };
}

/** Waits until the daemon of an interrupted run has stopped, and removes its pid file. */
async function endOf(pidfile) {
  if (!existsSync(pidfile)) return;
  const pid = Number(readFileSync(pidfile, "utf8"));
  const until = Date.now() + STOP_MS;
  while (isDockerd(pid) && Date.now() < until) await wait(100);
  rmSync(pidfile, { force: true });
}

function isDockerd(pid) {
  const name = `/proc/${pid}/comm`;
  return existsSync(name) && readFileSync(name, "utf8").trim() === "dockerd";
}

/**
 * @param {Docker} docker
 * @param {string} tag
 */
export async function dockerHas(docker, tag) {
  return (await attempt(docker.clients.newest, ["image", "inspect", tag], { env: docker.env })).code === 0;
}

/**
 * Builds the Dockerfile of a folder, or another one. It uses BuildKit if a client has it and the old builder is not
 * requested.
 *
 * @param {Docker} docker
 * @param {{ tag: string, context: string, dockerfile?: string, builder: "buildkit" | "old",
 *           network: "none" | "host", options?: string[] }} options
 */
export async function dockerBuild(docker, { tag, context, dockerfile, builder, network, options = [] }) {
  const buildkit = builder === "buildkit" ? docker.clients.buildkit : null;
  const program = buildkit ?? docker.clients.newest;
  const file = dockerfile === undefined ? [] : ["-f", dockerfile];
  await succeed(program, ["build", "--network", network, "-t", tag, ...file, ...options, context], {
    env: { ...docker.env, DOCKER_BUILDKIT: buildkit === null ? "0" : "1" },
  });
}

/** @typedef {{ newest: string, major: number, buildkit: string | null, buildx: boolean }} DockerClients */
/**
 * @typedef {object} Docker
 * @property {Record<string, string>} env
 * @property {string} storageDriver
 * @property {DockerClients} clients
 * @property {() => Promise<void>} stop
 * @property {(args: string[], options?: Parameters<typeof attempt>[2]) => ReturnType<typeof succeed>} run
 */
