/**
 * Makes every image and form, and lists them, so that a user can try layerx on them.
 *
 * @param {import("./make.js").Workshop} made
 * @returns {Promise<string>}
 */
export async function listOf(made) {
  const files = await filesOf(made);
  const width = Math.max(...files.map(({ path }) => path.length));
  return [
    "Real images, built by `npm run test:real`. Try:",
    "",
    "    node bin/layerx.js PATH",
    "",
    ...files.map(({ path, what }) => `${path.padEnd(width)}  ${what}`),
    "",
  ].join("\n");
}

async function filesOf(made) {
  const built = await made.built();
  const file = (path, what) => ({ path, what });
  return [
    ...built.map(({ name, archive }) => file(archive, `docker save of ${name}`)),
    ...built.map(({ name, rootfs }) =>
      file(rootfs, `docker export of a container of ${name}: not an image, so layerx refuses it`),
    ),
    file((await made.family()).archive, "two images, parent and child (--image)"),
    file((await made.starts()).archive, "images that start different commands (--image)"),
    ...(await made.changed()).map(({ name, after }) =>
      file(after.archive, `one instruction changed: ${name}`),
    ),
    ...(await made.rebuildable()).map(({ name, archive }) =>
      file(archive, `reconstructed Dockerfile: ${name}`),
    ),
    file((await made.buildah()).archive, "built by buildah"),
    file((await made.umoci()).layout, "built by umoci"),
    ...(await made.formed()).flatMap(({ image, forms }) =>
      forms.slice(1).map(({ path }) => file(path, `${image.name} in another form`)),
    ),
  ];
}
