import { join } from "node:path";
import { fileURLToPath } from "node:url";
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
import { checkSlim } from "./slim.js";
import { checkSources } from "./sources.js";
import { checkTree } from "./tree.js";

const SAMPLES = fileURLToPath(new URL("../../../samples", import.meta.url));

/**
 * Everything that was made, checked against the engines that made it.
 *
 * @param {Awaited<ReturnType<typeof import("../make.js").makeEverything>>} made
 * @param {import("../tally.js").Tally} results
 */
export async function checkAll(made, results) {
  const { built, family, starts, buildah, umoci, formed } = made;
  for (const image of built) {
    await checkHistory(image, results);
    await checkNumbers(image, results);
    await checkTree({ name: image.name, image: image.archive, rootfs: image.rootfs }, results);
    await checkContent(image, results);
    await checkPackages(image, join(made.folder, "packages"), results);
    await checkRefused(image, results);
    await checkSlim(image, { folder: join(made.folder, "slim"), podman: made.podman }, results);
  }
  await checkFamily(family, results);
  await checkTree({ name: "buildah-built", image: buildah.archive, rootfs: buildah.rootfs }, results);
  await checkTree({ name: "umoci", image: umoci.layout, rootfs: umoci.rootfs }, results);
  for (const { image, forms } of formed) await checkForms(image, forms, results);
  await checkCommand(starts, results);
  const [{ archive }] = built;
  await checkRegistry({ archive, registries: made.registries }, results);
  await checkCatalogue({ folder: SAMPLES, registries: made.registries }, results);
  await checkSources({ images: built, docker: made.docker, podman: made.podman }, results);
  const { rebuildable, changed, docker, buildkit, folder } = made;
  const images = named(made);
  const options = { images, rebuildable, docker, buildkit, folder: join(folder, "dockerfiles") };
  await checkDockerfile(options, results);
  await checkDiff(changed, results);
  await checkSame(images, formed, results);
}

/** Every image once, with the words that name it to layerx. */
function named({ built, family, starts, buildah, umoci, formed }) {
  const tagged = ({ archive }, tag) => ({ name: tag, args: [archive, "--image", tag] });
  return [
    ...built.map(({ name, archive }) => ({ name, args: [archive] })),
    ...formed
      .filter(({ image }) => built.every(({ name }) => name !== image.name))
      .map(({ image: { name, archive } }) => ({ name, args: [archive] })),
    tagged(family, family.child),
    ...[...starts.tags.buildkit, ...starts.tags.old].map((tag) => tagged(starts, tag)),
    { name: "buildah-built", args: [buildah.archive] },
    { name: "umoci", args: [umoci.layout] },
  ];
}
