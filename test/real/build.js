import { cpSync, existsSync, mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { succeed } from "./command.js";
import { dockerBuild } from "./engines/docker.js";
import { containerExport, loadAfresh } from "./export.js";
import { debianTarball } from "./images/base.js";
import { smallContext } from "./images/small.js";

/** A folder for each image that is built on a minimal Debian. */
const CONTEXTS = fileURLToPath(new URL("./images/", import.meta.url));

/**
 * Builds every image, saves it as `docker save` does, and exports a container of each as the reference for its tree.
 *
 *           say: (line: string) => void }} options
 * @returns {Promise<Built[]>}
 */
export async function buildImages({ docker, overlay, folder, say }) {
  const images = join(folder, "images");
  const context = join(folder, "small-context");
  mkdirSync(images, { recursive: true });
  if (!existsSync(join(context, "busybox"))) await smallContext(context);

  const built = [];
  const build = async (name, engine, make) => {
    const tag = `layerx-real/${name}`;
    const place = join(images, name);
    const image = {
      name,
      tag,
      docker: engine,
      folder: place,
      archive: join(place, "docker-save.tar"),
      rootfs: join(place, "container-export.tar"),
    };
    if (!existsSync(image.rootfs)) {
      say(`building ${name}`);
      // Its forms, too, are of the image that was.
      rmSync(place, { recursive: true, force: true });
      mkdirSync(place, { recursive: true });
      await make(tag);
      await engine.run(["save", "-o", image.archive, tag]);
      await loadAfresh(image);
      await containerExport(engine, tag, image.rootfs);
    }
    built.push(image);
    return image;
  };

  await build("small", docker, (tag) =>
    dockerBuild(docker, { tag, context, builder: "buildkit", network: "none" }),
  );
  await build("small-old-builder", docker, (tag) =>
    dockerBuild(docker, { tag, context, builder: "old", network: "none" }),
  );
  if (overlay !== null) {
    await build("small-overlay2", overlay, (tag) =>
      dockerBuild(overlay, { tag, context, builder: "buildkit", network: "none" }),
    );
  }
  await build("imported", docker, async (tag) => {
    const message = "a comment\twith a tab,\na new line, 設定 and é";
    const options = ["-c", 'CMD ["/busybox"]', "-c", "ENV A=1 B=", "-m", message];
    await succeed("tar", ["-C", context, "-cf", join(folder, "imported.tar"), "busybox", "steps"]);
    await docker.run(["import", ...options, join(folder, "imported.tar"), tag]);
  });
  for (const name of ["python", "java", "node"]) {
    await build(name, docker, async (tag) => {
      await docker.run(["import", "-c", 'CMD ["bash"]', await debianTarball(folder), "layerx-real/debian"]);
      const ownContext = join(folder, `${name}-context`);
      cpSync(join(CONTEXTS, name), ownContext, { recursive: true });
      await dockerBuild(docker, { tag, context: ownContext, builder: "buildkit", network: "host" });
    });
  }
  return built;
}

/** @typedef {import("./engines/docker.js").Docker} Docker */
/**
 * @typedef {object} Built
 * @property {string} name
 * @property {string} tag
 * @property {Docker} docker the engine that has it
 * @property {string} folder
 * @property {string} archive what `docker save` wrote
 * @property {string} rootfs what `docker export` of a container of it wrote
 */
