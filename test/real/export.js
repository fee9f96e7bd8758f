/**
 * Takes the image away, and what the builder remembers of it, and loads it again from its archive: only then does
 * the daemon know no more than the archive tells. A builder also shows the IDs of the images between, and its
 * folders have times that its layers do not record. On overlay2 loading would count the layers anew, with symlinks.
 *
 * @param {{ docker: import("./engines/docker.js").Docker, tag: string, archive: string }} image
 */
export async function loadAfresh({ docker, tag, archive }) {
  if (docker.storageDriver !== "vfs") return;
  await docker.run(["rmi", "-f", tag]);
  await docker.run(["builder", "prune", "-af"]);
  await docker.run(["load", "-q", "-i", archive]);
}

/**
 * Writes the filesystem that the engine gives a container of an image as a tarball.
 *
 * @param {import("./engines/docker.js").Docker} docker
 * @param {string} tag
 * @param {string} file
 */
export async function containerExport(docker, tag, file) {
  const { stdout } = await docker.run(["create", tag, "true"]);
  const container = stdout.toString("utf8").trim();
  await docker.run(["export", "-o", file, container]);
  await docker.run(["rm", container]);
}
