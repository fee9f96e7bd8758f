import { existsSync, mkdirSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { succeed } from "../command.js";
import { valueDifference } from "../difference.js";
import { layerxJson } from "../layerx.js";
import { listTar } from "../tar-listing.js";
import { guarded } from "./guarded.js";

const PYTHON_FOLDERS = /(^|\/)(dist|site)-packages\/[^/]+\.dist-info\/METADATA$/;

/**
 * Checks that the packages are the same as in `dpkg-query -W`, and in `pip inspect` for each folder of Python packages.
 * Together with the files of no package they must have all bytes of the filesystem.
 *
 * @param {{ name: string, archive: string, rootfs: string }} image
 * @param {string} folder for the databases from the engine's export
 * @param {import("../tally.js").Tally} results
 */
export async function checkPackages({ name, archive, rootfs }, folder, results) {
  let ours = null;
  const found = async (type) => {
    ours ??= await layerxJson(["packages", archive]);
    return ours.packages.filter((one) => one.type === type);
  };
  const place = join(folder, name);
  rmSync(place, { recursive: true, force: true });
  mkdirSync(place, { recursive: true });
  const paths = listTar(rootfs).map(({ path }) => path);
  const metadata = paths.filter((path) => PYTHON_FOLDERS.test(path));
  const wanted = [...paths.filter((path) => path === "var/lib/dpkg/status"), ...metadata];
  if (wanted.length > 0) await succeed("tar", ["-xf", rootfs, "-C", place, "--", ...wanted]);

  await guarded(results, `${name}: packages are the same as in dpkg-query -W`, async () => {
    const database = join(place, "var/lib/dpkg");
    const theirs = existsSync(database) ? await dpkgPackages(database) : [];
    return valueDifference((await found("dpkg")).map(nameAndVersion).sort(), theirs.sort());
  });
  await guarded(results, `${name}: Python packages are the same as in pip`, async () => {
    const folders = [...new Set(metadata.map((path) => dirname(dirname(path))))];
    const theirs = [];
    for (const one of folders) theirs.push(...(await pipPackages(join(place, one))));
    return valueDifference((await found("pip")).map(nameAndVersion).sort(), theirs.sort());
  });
  await guarded(results, `${name}: packages and files of no package add up to the filesystem`, async () => {
    await found("dpkg");
    const sizes = [...ours.packages.map(({ size }) => size), ...ours.unowned.map(({ bytes }) => bytes)];
    const { image } = await layerxJson(["inspect", archive]);
    return valueDifference(
      sizes.reduce((sum, bytes) => sum + bytes, 0),
      image.rootfsSize,
    );
  });
  rmSync(place, { recursive: true, force: true });
}

function nameAndVersion({ name, version }) {
  return `${name} ${version}`;
}

async function dpkgPackages(database) {
  const format = "$" + "{Package} $" + "{Version}\n";
  const { stdout } = await succeed("dpkg-query", [`--admindir=${database}`, "-W", "-f", format]);
  return stdout
    .toString("utf8")
    .split("\n")
    .filter((line) => line !== "");
}

async function pipPackages(folder) {
  const { stdout } = await succeed("python3", ["-m", "pip", "inspect", "--path", folder]);
  const { installed } = JSON.parse(stdout.toString("utf8"));
  return installed.map(({ metadata }) => nameAndVersion(metadata));
}
