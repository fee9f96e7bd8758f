import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { checkApk } from "./apk.js";
import { checkCatalogue } from "./catalogue.js";
import { checkCommand } from "./command.js";
import { checkContent } from "./content.js";
import { checkDiff, checkSame } from "./diff.js";
import { checkDockerfile } from "./dockerfile.js";
import { checkForms } from "./forms.js";
import { checkFamily, checkHistory } from "./history.js";
import { checkNumbers } from "./numbers.js";
import { checkPackages } from "./packages.js";
import { checkRefused } from "./refused.js";
import { checkRegistry } from "./registry.js";
import { checkRpm } from "./rpm.js";
import { checkSlim, checkSlimOfRandom } from "./slim.js";
import { checkSources } from "./sources.js";
import { checkTree } from "./tree.js";

const SAMPLES = fileURLToPath(new URL("../../../samples", import.meta.url));

/**
 * The parts of the checks by name, in their order. Each part makes only the images that it needs.
 *
 * @type {Record<string, (workshop: Workshop, results: Tally) => Promise<void>>}
 */
export const PARTS = {
  history: eachBuilt(checkHistory),
  family: async ({ family }, results) => checkFamily(await family(), results),
  numbers: eachBuilt(checkNumbers),
  tree: checkTrees,
  cat: eachBuilt(checkContent),
  packages: eachBuilt((image, results, { folder }) =>
    checkPackages(image, join(folder, "packages"), results),
  ),
  apk: async ({ folder }, results) => checkApk(join(folder, "apk"), results),
  rpm: async ({ folder }, results) => checkRpm(join(folder, "rpm"), results),
  refused: eachBuilt(checkRefused),
  slim: eachBuilt((image, results, { folder, engines: { podman } }) =>
    checkSlim(image, { folder: join(folder, "slim"), podman }, results),
  ),
  random: async ({ engines, folder }, results) =>
    checkSlimOfRandom({ folder: join(folder, "random"), docker: await engines.docker() }, results),
  forms: async ({ formed }, results) => {
    for (const { image, forms } of await formed()) await checkForms(image, forms, results);
  },
  command: async ({ starts }, results) => checkCommand(await starts(), results),
  registry: async ({ built, engines }, results) => {
    const [{ archive }] = await built();
    await checkRegistry({ archive, registries: await engines.registries() }, results);
  },
  catalogue: async ({ engines }, results) =>
    checkCatalogue({ folder: SAMPLES, registries: await engines.registries() }, results),
  sources: async ({ built, engines }, results) => {
    const docker = await engines.docker();
    await checkSources({ images: await built(), docker, podman: engines.podman }, results);
  },
  dockerfile: async (workshop, results) => {
    const { rebuildable, engines, folder } = workshop;
    const docker = await engines.docker();
    const buildkit = await engines.buildkit();
    const images = { images: await named(workshop), rebuildable: await rebuildable() };
    await checkDockerfile({ ...images, docker, buildkit, folder: join(folder, "dockerfiles") }, results);
  },
  diff: async ({ changed }, results) => checkDiff(await changed(), results),
  same: async (workshop, results) => checkSame(await named(workshop), await workshop.formed(), results),
};

function eachBuilt(check) {
  return async (workshop, results) => {
    for (const image of await workshop.built()) await check(image, results, workshop);
  };
}

async function checkTrees({ built, buildah, umoci }, results) {
  for (const { name, archive, rootfs } of await built()) {
    await checkTree({ name, image: archive, rootfs }, results);
  }
  const byBuildah = await buildah();
  await checkTree({ name: "buildah-built", image: byBuildah.archive, rootfs: byBuildah.rootfs }, results);
  const byUmoci = await umoci();
  await checkTree({ name: "umoci", image: byUmoci.layout, rootfs: byUmoci.rootfs }, results);
}

/** @returns every image once, with its arguments for layerx. */
async function named(workshop) {
  const built = await workshop.built();
  const formed = await workshop.formed();
  const family = await workshop.family();
  const starts = await workshop.starts();
  const tagged = ({ archive }, tag) => ({ name: tag, args: [archive, "--image", tag] });
  return [
    ...built.map(({ name, archive }) => ({ name, args: [archive] })),
    ...formed
      .filter(({ image }) => built.every(({ name }) => name !== image.name))
      .map(({ image: { name, archive } }) => ({ name, args: [archive] })),
    tagged(family, family.child),
    ...[...starts.tags.buildkit, ...starts.tags.old].map((tag) => tagged(starts, tag)),
    { name: "buildah-built", args: [(await workshop.buildah()).archive] },
    { name: "umoci", args: [(await workshop.umoci()).layout] },
  ];
}

/** @typedef {import("../make.js").Workshop} Workshop */
/** @typedef {import("../tally.js").Tally} Tally */
