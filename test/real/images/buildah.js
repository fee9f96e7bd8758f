import { join } from "node:path";
import { keptFolder } from "../kept.js";

/**
 * Builds the small image with buildah, and exports a container of it with podman.
 *
 * @param {import("../engines/podman.js").Podman} engine
 * @param {{ context: string, folder: string }} options
 * @returns {Promise<{ archive: string, rootfs: string }>} `archive` is an OCI archive
 */
export async function buildahImage({ podman, buildah }, { context, folder }) {
  const names = { archive: "buildah-built.oci.tar", rootfs: "container-export.tar" };
  await keptFolder(folder, [context], async (part) => {
    const tag = "localhost/layerx-real/buildah-built";
    const build = ["bud", "-q", "--layers", "--isolation", "chroot", "--network", "host", "-t", tag, context];
    await buildah(build);
    await podman(["save", "-q", "--format", "oci-archive", "-o", join(part, names.archive), tag]);
    const { stdout } = await podman(["create", "--network", "none", tag, "true"]);
    const container = stdout.toString("utf8").trim();
    await podman(["export", "-o", join(part, names.rootfs), container]);
    await podman(["rm", container]);
  });
  return { archive: join(folder, names.archive), rootfs: join(folder, names.rootfs) };
}
