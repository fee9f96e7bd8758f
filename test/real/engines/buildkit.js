import { spawn } from "node:child_process";
import { mkdirSync, openSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { attempt, succeed } from "../command.js";
import { allInPath } from "../prerequisites.js";
import { unmountBelow } from "./unmount.js";

const START_MS = 30_000;

/**
 * A buildkitd of our own, where PATH has one: it alone writes BuildKit's archives (a docker daemon's BuildKit mostly
 * cannot). Debian has no package of it, so it is used, never installed.
 *
 * @param {{ folder: string }} options
 * @returns {Promise<{ build: (options: { context: string, output: string, attest: boolean }) => Promise<void>, stop: () => Promise<void> } | null>}
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
  const build = async ({ context, output, attest }) => {
    const files = ["--local", `context=${context}`, "--local", `dockerfile=${context}`];
    const attestations = attest ? ["--opt", "attest:provenance=mode=max"] : [];
    await succeed("buildctl", [
      "--addr",
      address,
      "build",
      "--frontend",
      "dockerfile.v0",
      ...files,
      ...attestations,
      "--output",
      output,
    ]);
  };
  return { build, stop };
}
