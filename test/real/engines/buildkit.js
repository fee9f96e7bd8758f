import { mkdirSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { attempt, succeed } from "../command.js";
import { allInPath } from "../prerequisites.js";
import { startDaemon } from "./daemon.js";
import { unmountBelow } from "./unmount.js";

const START_MS = 30_000;

/**
 * Starts a buildkitd if PATH has one; `null` without one, or if it does not start. Only buildkitd writes all archive forms of BuildKit. Debian has no package of
 * buildkitd, so it is not installed.
 *
 * @param {{ folder: string }} options
 * @returns {Promise<Buildkit | null>}
 */
export async function startBuildkit({ folder }) {
  if (allInPath("buildkitd").length === 0 || allInPath("buildctl").length === 0) return null;
  mkdirSync(folder, { recursive: true });
  const address = `unix://${join(folder, "buildkitd.sock")}`;
  const places = ["--root", join(folder, "root"), "--addr", address];
  const stop = await startDaemon(
    "buildkitd",
    [...places, "--containerd-worker=false", "--oci-worker-snapshotter=native"],
    {
      log: join(folder, "buildkitd.log"),
      answers: async () => (await attempt("buildctl", ["--addr", address, "debug", "workers"])).code === 0,
      startMs: START_MS,
      stopped: () => unmountBelow(folder),
    },
  ).catch(() => null);
  if (stop === null) return null;
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
