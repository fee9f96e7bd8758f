/**
 * Writes the filesystem of a container of an image to a tarball.
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
