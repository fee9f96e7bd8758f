import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";

/**
 * The small image as buildah builds it, and the filesystem that podman gives a container of it.
 *
 * @param {import("../engines/podman.js").Podman} engine
 * @param {{ context: string, folder: string }} options
 * @returns {Promise<{ archive: string, rootfs: string }>} `archive` is an OCI archive
 */
export async function buildahImage({ podman, buildah }, { context, folder }) {
  const archive = join(folder, "buildah-built.oci.tar");
  const rootfs = join(folder, "container-export.tar");
  if (existsSync(rootfs)) return { archive, rootfs };
  mkdirSync(folder, { recursive: true });
  const tag = "localhost/layerx-real/buildah-built";
  await buildah(["bud", "-q", "--layers", "--isolation", "chroot", "--network", "host", "-t", tag, context]);
  await podman(["save", "-q", "--format", "oci-archive", "-o", archive, tag]);
  const { stdout } = await podman(["create", "--network", "none", tag, "true"]);
  const container = stdout.toString("utf8").trim();
  await podman(["export", "-o", rootfs, container]);
  await podman(["rm", container]);
  return { archive, rootfs };
}
