import { rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { dockerBuild } from "../engines/docker.js";
import { keptFolder } from "../kept.js";

const FOLDER = fileURLToPath(new URL("./rebuilt/", import.meta.url));
const LOSSY = fileURLToPath(new URL("./lossy/Dockerfile", import.meta.url));

/**
 * The builders of each Dockerfile. The history of the old builder has only digests of copied files. Here-documents need
 * the BuildKit of Docker 23.
 */
const RECIPES = [
  { name: "config", builders: ["old", "buildkit", "own"], again: true },
  { name: "shell", builders: ["old", "buildkit", "own"], again: true },
  { name: "files", builders: ["buildkit", "own"], again: true },
  { name: "here", builders: ["own"], again: true },
  { name: "lossy", builders: ["own"], again: false },
];

/**
 * Builds images whose Dockerfile `layerx dockerfile` reconstructs.
 *
 * @param {{ context: string, folder: string, skip: (name: string, reason: string) => void,
 *           engines: import("../make.js").Engines }} options `context` is the build context of the small image
 * @returns {Promise<Rebuildable[]>}
 */
export async function rebuildableImages({ context, folder, skip, engines }) {
  const docker = await engines.docker();
  const buildkit = await engines.buildkit();
  const images = [];
  for (const { name, builders, again } of RECIPES) {
    for (const builder of builders) {
      if (builder === "own" && buildkit === null) {
        skip(`${name}: built by BuildKit itself`, "no buildkitd and buildctl in PATH");
        continue;
      }
      const dockerfile = name === "lossy" ? LOSSY : join(FOLDER, `${name}.Dockerfile`);
      const tag = `layerx-real/rebuilt-${builder}:${name}`;
      const place = join(folder, `${name}-${builder}`);
      const archive = join(place, "docker-save.tar");
      const buildIn = (engine, from) => builds(builder, { docker: engine, buildkit, context, folder }, from);
      await keptFolder(place, [dockerfile, context], async (part) => {
        const engine = await engines.builder();
        await buildIn(engine, { tag, dockerfile });
        await engine.run(["save", "-o", join(part, "docker-save.tar"), tag]);
      });
      await docker.run(["load", "-q", "-i", archive]);
      const build = again ? (from) => buildIn(docker, from) : null;
      images.push({ name: `${name}, built by ${builder}`, tag, archive, docker, build });
    }
  }
  return images;
}

/** Builds the image. The daemon then has it under its tag. */
async function builds(builder, { docker, buildkit, context, folder }, { tag, dockerfile }) {
  if (builder !== "own") {
    await dockerBuild(docker, { tag, context, dockerfile, builder, network: "none" });
    return;
  }
  const loaded = join(folder, "to-load.tar");
  await buildkit.build({ context, dockerfile, output: `type=docker,name=${tag},dest=${loaded}` });
  await docker.run(["load", "-q", "-i", loaded]);
  rmSync(loaded);
}

/** @typedef {import("../engines/docker.js").Docker} Docker */
/** @typedef {import("../engines/buildkit.js").Buildkit} Buildkit */
/**
 * @typedef {object} Rebuildable
 * @property {string} name
 * @property {string} tag in the daemon
 * @property {string} archive the file that `docker save` wrote
 * @property {Docker} docker
 * @property {((from: { tag: string, dockerfile: string }) => Promise<void>) | null} build builds another Dockerfile the
 *   same way; `null` if the history records too little
 */
