import { existsSync, readdirSync, rmSync, writeFileSync } from "node:fs";
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
import { CHILD, familyArchive } from "./images/family.js";
import { changedImages } from "./images/pairs.js";
import { rebuildableImages } from "./images/rebuilt.js";
import { startsArchive } from "./images/starts.js";
import { umociImage } from "./images/umoci.js";
import { readme } from "./readme.js";

/**
 * Starts the engines and makes every image and form below `folder`. Where a run before left its engines' storage
 * (`--keep`), what was made then is used again.
 *
 * @param {{ folder: string, say: (line: string) => void, skip: (name: string, reason: string) => void,
 *           onStop: (stop: () => Promise<void>) => void }} options
 */
export async function makeEverything({ folder, say, skip, onStop }) {
  const engines = join(folder, "engines");
  const finished = join(engines, "finished");
  if (!existsSync(finished)) await clear(folder);
  rmSync(finished, { force: true });
  const clients = await dockerClients();
  const start = async (storageDriver) => {
    const docker = await startDocker({ folder: join(engines, storageDriver), storageDriver, clients });
    onStop(docker.stop);
    return docker;
  };

  say("starting dockerd");
  const docker = await start("vfs");
  const overlay = await start("overlay2").catch((error) => {
    skip("small-overlay2", error.message);
    return null;
  });
  const podman = podmanIn({ folder: join(engines, "podman") });
  const buildkit = await startBuildkit({ folder: join(engines, "buildkit") });
  if (buildkit !== null) onStop(buildkit.stop);

  const registries = await startRegistries({ folder: join(engines, "registry") });
  onStop(registries.stop);

  const built = await buildImages({ docker, overlay, folder, say });
  const context = join(folder, "small-context");
  const images = join(folder, "images");
  const family = { archive: await familyArchive(docker, folder), child: CHILD, docker };
  say("building what starts differently, and what is built again");
  const starts = await startsArchive(docker, folder);
  const rebuildable = await rebuildableImages({
    docker,
    buildkit,
    context,
    folder: join(images, "rebuilt"),
    skip,
  });
  say("building with buildah and umoci");
  const buildah = await buildahImage(podman, { context, folder: join(images, "buildah") });
  const umoci = await umociImage(join(images, "umoci"));

  say("building again with one instruction changed");
  const changed = await changedImages({ docker, context, folder: join(images, "changed"), built });

  const formed = [];
  for (const image of built.filter(({ name }) => name === "small" || name === "python")) {
    say(`writing ${image.name} in every form`);
    const place = join(image.folder, "forms");
    const thorough = image.name === "small";
    const forms = await writeForms({ ...image, folder: place, podman, thorough, skip });
    formed.push({ image, forms });
  }
  const own = await buildkitForms(buildkit, { context, folder: join(images, "buildkit"), skip });
  if (own.length > 0) formed.push({ image: { name: "buildkit", archive: own[0].path }, forms: own });
  writeFileSync(finished, "");
  const all = { built, family, starts, rebuildable, changed, buildah, umoci, formed };
  return { ...all, docker, podman, buildkit, registries, folder, readme: readme(listed(all)) };
}

/** What an interrupted run left is half made: none of it is used. */
async function clear(folder) {
  await unmountBelow(folder);
  for (const name of readdirSync(folder)) rmSync(join(folder, name), { recursive: true });
}

function listed({ built, family, starts, rebuildable, changed, buildah, umoci, formed }) {
  return [
    ...built.map(({ name, archive }) => ({ path: archive, what: `docker save of ${name}` })),
    ...built.map(({ name, rootfs }) => ({
      path: rootfs,
      what: `docker export of a container of ${name}: no image, layerx must say so`,
    })),
    { path: family.archive, what: "two images, parent and child (--image)" },
    { path: starts.archive, what: "images that differ in what they start (--image)" },
    ...changed.map(({ name, after }) => ({ path: after.archive, what: `one instruction changed: ${name}` })),
    ...rebuildable.map(({ name, archive }) => ({ path: archive, what: `dockerfile gives it back: ${name}` })),
    { path: buildah.archive, what: "built by buildah" },
    { path: umoci.layout, what: "built by umoci" },
    ...formed.flatMap(({ image, forms }) =>
      forms.slice(1).map(({ path }) => ({ path, what: `${image.name} again` })),
    ),
  ];
}
