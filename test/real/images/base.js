import { existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { succeed } from "../command.js";
import { dockerHas } from "../engines/docker.js";
import { keptFile } from "../kept.js";

const DEBIAN = "layerx-real/debian";

/**
 * Imports a minimal Debian into an engine as the base of the big images. It has the release and the mirror of the host.
 *
 * @param {import("../engines/docker.js").Docker} docker
 * @param {string} folder for its tarball
 */
export async function importDebian(docker, folder) {
  if (await dockerHas(docker, DEBIAN)) return;
  const tarball = join(folder, "debian.tar");
  await keptFile(tarball, (path) => bootstrap(join(folder, "debian-rootfs"), path));
  await docker.run(["import", "-c", 'CMD ["bash"]', tarball, DEBIAN]);
}

async function bootstrap(rootfs, tarball) {
  rmSync(rootfs, { recursive: true, force: true });
  await succeed("debootstrap", ["--variant=minbase", codename(), rootfs, mirror()]);
  // The build installs with the host's own apt configuration: it names mirrors that this machine can reach.
  await succeed("sh", [
    "-c",
    'rm -rf "$1"/etc/apt && cp -a /etc/apt "$1"/etc/ && rm -f "$1"/etc/apt/auth.conf "$1"/etc/apt/auth.conf.d/*',
    "sh",
    rootfs,
  ]);
  await succeed("sh", ["-c", 'cp -aL /usr/share/keyrings/. "$1"/usr/share/keyrings/', "sh", rootfs]);
  await succeed("tar", ["--numeric-owner", "--xattrs", "-C", rootfs, "-cf", tarball, "."]);
  rmSync(rootfs, { recursive: true });
}

function codename() {
  const found = /^VERSION_CODENAME=(\w+)/m.exec(readFileSync("/etc/os-release", "utf8"));
  if (found === null)
    throw new Error("/etc/os-release names no VERSION_CODENAME: which Debian should be bootstrapped?");
  return found[1];
}

/** @returns the first mirror of the host's apt sources, in either of their two forms. */
function mirror() {
  const folder = "/etc/apt/sources.list.d";
  const files = ["/etc/apt/sources.list", ...readdirSync(folder).map((name) => join(folder, name))];
  for (const file of files.filter((path) => existsSync(path) && /\.(list|sources)$/.test(path))) {
    const found = /^(?:URIs:|deb(?:\s+\[[^\]]*\])?)\s+(https?:\/\/\S*(?:debian|ubuntu)\S*)/m.exec(
      readFileSync(file, "utf8"),
    );
    if (found !== null) return found[1];
  }
  const ubuntu = /^ID=ubuntu$/m.test(readFileSync("/etc/os-release", "utf8"));
  return ubuntu ? "http://archive.ubuntu.com/ubuntu" : "http://deb.debian.org/debian";
}
