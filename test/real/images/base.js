import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { succeed } from "../command.js";

/**
 * A minimal Debian of the host's own release and mirror, as a tarball for `docker import`.
 *
 * @param {string} folder
 * @returns {Promise<string>} the tarball's path
 */
export async function debianTarball(folder) {
  const tarball = join(folder, "debian.tar");
  if (existsSync(tarball)) return tarball;
  const rootfs = join(folder, "debian-rootfs");
  await succeed("debootstrap", ["--variant=minbase", codename(), rootfs, mirror()]);
  // The build installs with the host's own apt configuration: it knows the mirrors that can be reached from here.
  await succeed("sh", [
    "-c",
    'rm -rf "$1"/etc/apt && cp -a /etc/apt "$1"/etc/ && rm -f "$1"/etc/apt/auth.conf "$1"/etc/apt/auth.conf.d/*',
    "sh",
    rootfs,
  ]);
  await succeed("sh", ["-c", 'cp -aL /usr/share/keyrings/. "$1"/usr/share/keyrings/', "sh", rootfs]);
  await succeed("tar", ["--numeric-owner", "--xattrs", "-C", rootfs, "-cf", tarball, "."]);
  await succeed("rm", ["-rf", rootfs]);
  return tarball;
}

function codename() {
  const found = /^VERSION_CODENAME=(\w+)/m.exec(readFileSync("/etc/os-release", "utf8"));
  if (found === null)
    throw new Error("/etc/os-release names no VERSION_CODENAME: which Debian should be bootstrapped?");
  return found[1];
}

/** The first mirror of the host's apt sources, in either of their two forms. */
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
