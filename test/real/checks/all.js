import { checkContent } from "./content.js";
import { checkForms } from "./forms.js";
import { checkFamily, checkHistory } from "./history.js";
import { checkNumbers } from "./numbers.js";
import { checkRefused } from "./refused.js";
import { checkTree } from "./tree.js";

/**
 * Everything that was made, checked against the engines that made it.
 *
 * @param {Awaited<ReturnType<typeof import("../make.js").makeEverything>>} made
 * @param {import("../tally.js").Tally} results
 */
export async function checkAll({ built, family, buildah, umoci, formed }, results) {
  for (const image of built) {
    await checkHistory(image, results);
    await checkNumbers(image, results);
    await checkTree({ name: image.name, image: image.archive, rootfs: image.rootfs }, results);
    await checkContent(image, results);
    await checkRefused(image, results);
  }
  await checkFamily(family, results);
  await checkTree({ name: "buildah-built", image: buildah.archive, rootfs: buildah.rootfs }, results);
  await checkTree({ name: "umoci", image: umoci.layout, rootfs: umoci.rootfs }, results);
  for (const { image, forms } of formed) await checkForms(image, forms, results);
}
