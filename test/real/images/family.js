import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { dockerBuild } from "../engines/docker.js";

export const CHILD = "layerx-real/child:1";
const PARENT = "layerx-real/parent:1";

/**
 * Two images in one archive, one the other's parent: only such an archive tells an ancestor's ID.
 *
 * @param {import("../engines/docker.js").Docker} docker
 * @param {string} folder
 * @returns {Promise<string>} the archive's path
 */
export async function familyArchive(docker, folder) {
  const archive = join(folder, "family.tar");
  if (existsSync(archive)) return archive;
  await build(docker, PARENT, join(folder, "parent-context"), "FROM scratch\nCOPY Dockerfile /\n");
  await build(docker, CHILD, join(folder, "child-context"), `FROM ${PARENT}\nENV CHILD=1\n`);
  await docker.run(["save", "-o", archive, CHILD, PARENT]);
  return archive;
}

async function build(docker, tag, context, dockerfile) {
  mkdirSync(context, { recursive: true });
  writeFileSync(join(context, "Dockerfile"), dockerfile);
  await dockerBuild(docker, { tag, context, builder: "old", network: "none" });
}
