import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { dockerBuild } from "./docker.js";

const HERE_DOCUMENT = "FROM scratch\nRUN <<EOF\ntrue\nEOF\n";
const NO_STAGE = "no-such-stage";

/**
 * Reads Dockerfiles with an engine's own parser, without a build. It uses buildkitd, or the builder of the daemon: the
 * request then names a missing stage, which the builder reports only after it has read the whole file.
 *
 * @param {{ docker: import("./docker.js").Docker, buildkit: import("./buildkit.js").Buildkit | null, folder: string }} options
 * @returns {Promise<{ read: (text: string) => Promise<string | null>, readsHereDocuments: boolean }>}
 *   `read` returns the error of a Dockerfile, or `null`
 */
export async function dockerfileReader({ docker, buildkit, folder }) {
  mkdirSync(folder, { recursive: true });
  const dockerfile = join(folder, "Dockerfile");
  const read = async (text) => {
    writeFileSync(dockerfile, text);
    try {
      if (buildkit !== null) await buildkit.read(dockerfile);
      else await buildMissingStage({ docker, folder });
      return null;
    } catch (error) {
      return error.message;
    }
  };
  return { read, readsHereDocuments: (await read(HERE_DOCUMENT)) === null };
}

async function buildMissingStage({ docker, folder }) {
  try {
    const options = ["--target", NO_STAGE];
    await dockerBuild(docker, {
      tag: NO_STAGE,
      context: folder,
      builder: "buildkit",
      network: "none",
      options,
    });
  } catch (error) {
    if (!/target stage|reach build target/.test(error.message)) throw error;
  }
}
