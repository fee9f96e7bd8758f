import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { buildImages } from "./build.js";
import { startBuildkit } from "./engines/buildkit.js";
import { dockerClients, startDocker } from "./engines/docker.js";
import { podmanIn } from "./engines/podman.js";
import { startRegistries } from "./engines/registry.js";
import { unmountBelow } from "./engines/unmount.js";
import { writeForms } from "./forms.js";
import { buildahImage } from "./images/buildah.js";
import { buildkitForms } from "./images/buildkit.js";
import { familyArchive } from "./images/family.js";
import { changedImages } from "./images/pairs.js";
import { rebuildableImages } from "./images/rebuilt.js";
import { smallContext } from "./images/small.js";
import { startsArchive } from "./images/starts.js";
import { umociImage } from "./images/umoci.js";
import { once } from "./kept.js";

/**
 * Makes the images and engines of the checks at their first use. Archives and exports of earlier runs are used again, and
 * engines load their images from these archives.
 *
 * @param {{ folder: string, only: (name: string) => boolean, say: (line: string) => void,
 *           skip: (name: string, reason: string) => void, onStop: (stop: () => Promise<void>) => void }} options
 *   `only` selects images of `buildImages`
 */
export function workshop({ folder, only, say, skip, onStop }) {
  const engines = enginesIn(join(folder, "engines"), { say, skip, onStop });
  const images = join(folder, "images");
  const context = once(() => smallContext(join(folder, "small-context")));
  const builtOf = async (chosen) =>
    buildImages({ folder, context: await context(), only: chosen, say, engines });
  const built = once(() => builtOf(only));
  const needed = ["small", "small-old-builder", "python"];
  const whole = once(() => (needed.every(only) ? built() : builtOf((name) => needed.includes(name))));
  const formed = once(async () => {
    const all = [];
    for (const image of (await built()).filter(({ name }) => name === "small" || name === "python")) {
      say(`writing ${image.name} in every form`);
      const place = join(image.folder, "forms");
      const { podman } = engines;
      const thorough = image.name === "small";
      all.push({ image, forms: await writeForms({ ...image, folder: place, podman, thorough, skip }) });
    }
    const options = { context: await context(), folder: join(images, "buildkit"), skip };
    const own = await buildkitForms(await engines.buildkit(), options);
    if (own.length > 0) all.push({ image: { name: "buildkit", archive: own[0].path }, forms: own });
    return all;
  });
  return {
    folder,
    engines,
    built,
    formed,
    family: once(() => familyArchive({ folder, engines })),
    starts: once(() => startsArchive({ folder, engines })),
    rebuildable: once(async () =>
      rebuildableImages({ context: await context(), folder: join(images, "rebuilt"), skip, engines }),
    ),
    buildah: once(async () =>
      buildahImage(engines.podman, { context: await context(), folder: join(images, "buildah") }),
    ),
    umoci: once(() => umociImage(join(images, "umoci"))),
    changed: once(async () => {
      const place = join(images, "changed");
      const from = await whole();
      return changedImages({
        context: await context(),
        folder: place,
        kept: folder,
        built: from,
        engines,
        say,
      });
    }),
  };
}

/**
 * Makes engines that start at their first use. Their storage is below `folder`. It is a cache with many copies of each
 * layer, and an interrupted run does not remove it.
 *
 * @returns {Engines}
 */
function enginesIn(folder, { say, skip, onStop }) {
  const docker = (name, storageDriver) =>
    once(async () => {
      say(`starting dockerd (${name})`);
      const place = join(folder, name);
      await unmountBelow(place);
      const engine = await startDocker({ folder: place, storageDriver, clients: await dockerClients() });
      onStop(engine.stop);
      return engine;
    });
  const overlay = docker("overlay2", "overlay2");
  mkdirSync(folder, { recursive: true });
  return {
    builder: docker("builder", "vfs"),
    docker: docker("vfs", "vfs"),
    overlay: once(() =>
      overlay().catch((error) => {
        skip("small-overlay2", error.message);
        return null;
      }),
    ),
    podman: podmanIn({ folder: join(folder, "podman") }),
    buildkit: once(async () => {
      const buildkit = await startBuildkit({ folder: join(folder, "buildkit") });
      if (buildkit !== null) onStop(buildkit.stop);
      return buildkit;
    }),
    registries: once(async () => {
      rmSync(join(folder, "registry"), { recursive: true, force: true });
      const registries = await startRegistries({ folder: join(folder, "registry") });
      onStop(registries.stop);
      return registries;
    }),
  };
}

/** @typedef {import("./engines/docker.js").Docker} Docker */
/** @typedef {ReturnType<typeof workshop>} Workshop */
/**
 * @typedef {object} Engines
 * @property {() => Promise<Docker>} builder builds images; the checks do not use it
 * @property {() => Promise<Docker>} docker has only the images that were loaded into it
 * @property {() => Promise<Docker | null>} overlay `null` if overlay2 does not work
 * @property {import("./engines/podman.js").Podman} podman
 * @property {() => Promise<import("./engines/buildkit.js").Buildkit | null>} buildkit
 * @property {() => ReturnType<typeof startRegistries>} registries
 */
