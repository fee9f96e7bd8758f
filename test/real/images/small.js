import { chmodSync, cpSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { succeed } from "../command.js";
import { keptFolder } from "../kept.js";

const DOCKERFILE_FOLDER = fileURLToPath(new URL("./small/", import.meta.url));

/**
 * Makes the build context of the small image: busybox, and steps that create every unusual content of a layer.
 *
 * @param {string} folder
 * @returns {Promise<string>} the same folder
 */
export async function smallContext(folder) {
  await keptFolder(folder, [DOCKERFILE_FOLDER], fill);
  return folder;
}

async function fill(folder) {
  cpSync(DOCKERFILE_FOLDER, folder, { recursive: true });
  const packages = join(folder, "packages");
  mkdirSync(packages, { recursive: true });
  // Apt downloads as its own user, which must be able to write to this folder.
  chmodSync(packages, 0o777);
  await succeed("sh", ["-c", "apt-get download busybox-static && dpkg -x busybox-static_*.deb ."], {
    cwd: packages,
  });
  cpSync(join(packages, "bin/busybox"), join(folder, "busybox"));
  await succeed("rm", ["-rf", packages]);
}
