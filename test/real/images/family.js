import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { dockerBuild } from "../engines/docker.js";
import { keptFile } from "../kept.js";

const CHILD = "layerx-real/child:1";
const PARENT = "layerx-real/parent:1";

/**
 * Makes one archive of a parent and its child: only such an archive has the ID of an ancestor.
 *
 * @param {{ folder: string, engines: import("../make.js").Engines }} options
 * @returns {Promise<{ archive: string, child: string, docker: import("../engines/docker.js").Docker }>}
 */
export async function familyArchive({ folder, engines }) {
  const archive = join(folder, "family.tar");
  await keptFile(archive, async (part) => {
    const builder = await engines.builder();
    await build(builder, PARENT, join(folder, "parent-context"), "FROM scratch\nCOPY Dockerfile /\n");
    await build(builder, CHILD, join(folder, "child-context"), `FROM ${PARENT}\nENV CHILD=1\n`);
    await builder.run(["save", "-o", part, CHILD, PARENT]);
  });
  const docker = await engines.docker();
  await docker.run(["load", "-q", "-i", archive]);
  return { archive, child: CHILD, docker };
}

async function build(docker, tag, context, dockerfile) {
  mkdirSync(context, { recursive: true });
  writeFileSync(join(context, "Dockerfile"), dockerfile);
  await dockerBuild(docker, { tag, context, builder: "old", network: "none" });
}
