import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { attempt, succeed } from "./command.js";

/** Debian's package for each program that the checks call. */
const PACKAGE_OF = {
  dockerd: "docker.io",
  docker: "docker.io",
  podman: "podman",
  buildah: "buildah",
  skopeo: "skopeo",
  umoci: "umoci",
  debootstrap: "debootstrap",
  gzip: "gzip",
  zstd: "zstd",
  "docker-registry": "docker-registry",
  htpasswd: "apache2-utils",
  openssl: "openssl",
  curl: "curl",
  pip3: "python3-pip",
  rpmbuild: "rpm",
  "qemu-img": "qemu-utils",
  debugfs: "e2fsprogs",
};

/**
 * Installs missing programs from Debian packages. Throws, with a message for the user, if that is not possible here.
 *
 * @param {(line: string) => void} say
 * @param {string[]} programs by default all programs of the checks
 */
export async function install(say, programs = Object.keys(PACKAGE_OF)) {
  if (process.platform !== "linux")
    throw new Error("The checks on real images need Linux: engines build and run in them.");
  if (process.getuid?.() !== 0)
    throw new Error("The checks on real images must run as root: they start engines (try sudo).");
  const missing = programs.filter((program) => !inPath(program));
  if (missing.length === 0) return;
  const packages = [...new Set(missing.map((program) => PACKAGE_OF[program]))];
  if (!inPath("apt-get")) {
    throw new Error(
      `Not a Debian or Ubuntu system: install these by hand, then run again: ${missing.join(", ")}.`,
    );
  }
  say(`installing ${packages.join(" ")}`);
  const env = { DEBIAN_FRONTEND: "noninteractive" };
  await attempt("apt-get", ["update"], { env });
  await succeed("apt-get", ["install", "-y", "--no-install-recommends", ...packages], { env });
}

/**
 * @param {string} program
 * @returns {string[]} every file of this name in PATH, in order
 */
export function allInPath(program) {
  const folders = (process.env.PATH ?? "").split(delimiter).concat("/usr/sbin", "/sbin");
  return [...new Set(folders.map((folder) => join(folder, program)).filter((path) => existsSync(path)))];
}

/** @param {string} program */
function inPath(program) {
  return allInPath(program).length > 0;
}
