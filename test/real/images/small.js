import { chmodSync, cpSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { succeed } from "../command.js";

const DOCKERFILE_FOLDER = fileURLToPath(new URL("./small/", import.meta.url));

/**
 * Lays out the build context of the small image: busybox, and steps that make every odd thing a layer can hold.
 *
 * @param {string} folder made here
 * @returns {Promise<string>} the context's folder
 */
export async function smallContext(folder) {
  mkdirSync(folder, { recursive: true });
  cpSync(DOCKERFILE_FOLDER, folder, { recursive: true });
  const packages = join(folder, "packages");
  mkdirSync(packages, { recursive: true });
  // Apt fetches as a user of its own, who must be able to write here.
  chmodSync(packages, 0o777);
  await succeed("sh", ["-c", "apt-get download busybox-static && dpkg -x busybox-static_*.deb ."], {
    cwd: packages,
  });
  cpSync(join(packages, "bin/busybox"), join(folder, "busybox"));
  await succeed("rm", ["-rf", packages]);
  return folder;
}
