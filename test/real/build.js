import { rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { succeed } from "./command.js";
import { dockerBuild, dockerHas } from "./engines/docker.js";
import { containerExport } from "./export.js";
import { importDebian } from "./images/base.js";
import { keptFile, keptFolder, once, sideBySide } from "./kept.js";

/** Half of the time a build waits for a mirror or a disk, so two builds at a time are faster, also on two processors. */
const AT_ONCE = 2;
const CONTEXTS = fileURLToPath(new URL("./images/", import.meta.url));

/**
 * Makes the images of most checks: their archives from `docker save`, and the filesystems of their containers. An image
 * is built in one engine and loaded into another engine, which so has only the data of the archive. The first engine also
 * has the IDs of intermediate images, and times that the layers do not record.
 *
 * @param {{ folder: string, context: string, only: (name: string) => boolean, say: (line: string) => void,
 *           engines: import("./make.js").Engines }} options `context` is the small image's build context
 * @returns {Promise<Built[]>}
 */
export async function buildImages({ folder, context, only, say, engines }) {
  const debian = once(async () => importDebian(await engines.builder(), folder));
  const small = (builder) => ({
    recipe: [context, builder],
    make: (engine, tag) => dockerBuild(engine, { tag, context, builder, network: "none" }),
  });
  const big = (name) => ({
    recipe: [join(CONTEXTS, name)],
    async make(engine, tag) {
      await debian();
      await dockerBuild(engine, { tag, context: join(CONTEXTS, name), builder: "buildkit", network: "host" });
    },
  });
  const imported = {
    recipe: [context, importImage.toString()],
    make: (engine, tag) => importImage(engine, { tag, context, folder }),
  };
  // The slow builds are first.
  const recipes = Object.entries({
    python: big("python"),
    java: big("java"),
    node: big("node"),
    small: small("buildkit"),
    "small-old-builder": small("old"),
    imported,
  }).filter(([name]) => only(name));
  const built = await sideBySide(
    recipes.map(([name, { recipe, make }]) => async () => {
      const image = imageIn(join(folder, "images"), name);
      await keptFolder(image.folder, recipe, async (part) => {
        say(`building ${name}`);
        const builder = await engines.builder();
        await make(builder, image.tag);
        await builder.run(["save", "-o", join(part, image.archiveName), image.tag]);
      });
      return image;
    }),
    AT_ONCE,
  );
  const docker = built.length === 0 ? null : await engines.docker();
  for (const image of built) {
    image.docker = docker;
    await loadAndExport(docker, image);
  }
  const order = ["small", "small-old-builder", "imported", "python", "java", "node"];
  built.sort((a, b) => order.indexOf(a.name) - order.indexOf(b.name));
  const overlay = only("small-overlay2") ? await engines.overlay() : null;
  if (overlay !== null)
    built.splice(2, 0, await overlayImage({ overlay, folder, recipe: small("buildkit") }));
  return built;
}

/**
 * Loads an archive into an engine, and exports a container of the image if no earlier run did.
 *
 * @param {Docker} docker
 * @param {{ tag: string, archive: string, rootfs: string }} image
 */
export async function loadAndExport(docker, { tag, archive, rootfs }) {
  await docker.run(["load", "-q", "-i", archive]);
  await keptFile(rootfs, (path) => containerExport(docker, tag, path));
}

/** The image stays in the engine that built it: on overlay2, loading would count the layers again, with symlinks. */
async function overlayImage({ overlay, folder, recipe: { recipe, make } }) {
  const image = { ...imageIn(join(folder, "images"), "small-overlay2"), docker: overlay };
  if (!(await dockerHas(overlay, image.tag))) rmSync(image.folder, { recursive: true, force: true });
  await keptFolder(image.folder, recipe, async (part) => {
    await make(overlay, image.tag);
    await overlay.run(["save", "-o", join(part, image.archiveName), image.tag]);
  });
  await keptFile(image.rootfs, (path) => containerExport(overlay, image.tag, path));
  return image;
}

function imageIn(images, name) {
  const folder = join(images, name);
  const archiveName = "docker-save.tar";
  return {
    name,
    tag: `layerx-real/${name}`,
    docker: null,
    folder,
    archiveName,
    archive: join(folder, archiveName),
    rootfs: join(folder, "container-export.tar"),
  };
}

async function importImage(engine, { tag, context, folder }) {
  const message = "a comment\twith a tab,\na new line, 設定 and é";
  const options = ["-c", 'CMD ["/busybox"]', "-c", "ENV A=1 B=", "-m", message];
  const tar = join(folder, "imported.tar");
  await succeed("tar", ["-C", context, "-cf", tar, "busybox", "steps"]);
  await engine.run(["import", ...options, tar, tag]);
}

/** @typedef {import("./engines/docker.js").Docker} Docker */
/**
 * @typedef {object} Built
 * @property {string} name
 * @property {string} tag
 * @property {Docker} docker the engine with the image
 * @property {string} folder
 * @property {string} archive the file that `docker save` wrote
 * @property {string} rootfs the file that `docker export` wrote for a container of the image
 */
