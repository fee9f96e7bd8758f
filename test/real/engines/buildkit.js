import { spawn } from "node:child_process";
import { mkdirSync, openSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { attempt, succeed } from "../command.js";
import { allInPath } from "../prerequisites.js";
import { unmountBelow } from "./unmount.js";

const START_MS = 30_000;

/**
 * Starts a buildkitd if PATH has one. Only buildkitd writes all archive forms of BuildKit. Debian has no package of
 * buildkitd, so it is not installed.
 *
 * @param {{ folder: string }} options
 * @returns {Promise<Buildkit | null>}
 */
export async function startBuildkit({ folder }) {
  if (allInPath("buildkitd").length === 0 || allInPath("buildctl").length === 0) return null;
  mkdirSync(folder, { recursive: true });
  const address = `unix://${join(folder, "buildkitd.sock")}`;
  const log = openSync(join(folder, "buildkitd.log"), "a");
  const places = [
    "--root",
    join(folder, "root"),
    "--addr",
    address,
    "--containerd-worker=false",
    "--oci-worker-snapshotter=native",
  ];
  const daemon = spawn("buildkitd", places, { stdio: ["ignore", log, log], detached: true });
  const ended = new Promise((resolve) => daemon.once("close", resolve).once("error", resolve));
  const stopNow = () => daemon.kill("SIGTERM");
  process.once("exit", stopNow);
  const stop = async () => {
    process.removeListener("exit", stopNow);
    stopNow();
    await ended;
    await unmountBelow(folder);
  };
  const until = Date.now() + START_MS;
  while ((await attempt("buildctl", ["--addr", address, "debug", "workers"])).code !== 0) {
    if (daemon.exitCode !== null || Date.now() > until) {
      await stop();
      return null;
    }
    await wait(100);
  }
  const buildctl = (...options) =>
    succeed("buildctl", ["--addr", address, "build", "--frontend", "dockerfile.v0", ...options]);
  const local = (context, dockerfile) => [
    ["--local", `context=${context}`],
    ["--local", `dockerfile=${dirname(dockerfile)}`, "--opt", `filename=${basename(dockerfile)}`],
  ];
  return {
    stop,
    async build({ context, dockerfile = join(context, "Dockerfile"), output, attest = false }) {
      const attestations = attest ? ["--opt", "attest:provenance=mode=max"] : [];
      await buildctl(...local(context, dockerfile).flat(), ...attestations, "--output", output);
    },
    async read(dockerfile) {
      const folder = dirname(dockerfile);
      await buildctl(...local(folder, dockerfile).flat(), "--opt", "requestid=frontend.outline");
    },
  };
}

/**
 * @typedef {object} Buildkit
 * @property {(options: { context: string, dockerfile?: string, output: string, attest?: boolean }) => Promise<void>} build
 *   `dockerfile` is a path; by default the context's own
 * @property {(dockerfile: string) => Promise<void>} read parses a Dockerfile in the same way as a build, without running it
 * @property {() => Promise<void>} stop
 */
