import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { valueDifference } from "../difference.js";
import { containerExport } from "../export.js";
import { randomImage } from "../images/random.js";
import { layerx, layerxJson } from "../layerx.js";
import { exportedDifference } from "./exported-difference.js";
import { guarded } from "./guarded.js";

const SEEDS = 8;

/**
 * Checks that engines load the image of slim, that its containers have the same files, and that it is smaller by exactly
 * the wasted bytes. `export` must write the same files as the engine's export of a container.
 *
 * @param {{ name: string, tag: string, archive: string, rootfs: string, docker: import("../engines/docker.js").Docker }} image
 * @param {{ folder: string, podman: import("../engines/podman.js").Podman }} tools
 * @param {import("../tally.js").Tally} results
 */
export async function checkSlim({ name, archive, rootfs, docker }, { folder, podman }, results) {
  mkdirSync(folder, { recursive: true });
  const tag = `layerx-slim-${name.toLowerCase()}:1`;
  const file = join(folder, `${name}.tar`);
  await guarded(
    results,
    `${name}: slim saves exactly the wasted bytes, and no byte is wasted then`,
    async () => {
      await written(["slim", archive, "--output", file, "--format", "docker-archive", "--tag", tag]);
      const [before, after] = [await numbers(archive), await numbers(file)];
      results.note(`${name}: ${megabytes(before.size)} before slim, ${megabytes(after.size)} after`);
      if (after.wastedBytes !== 0) return `${after.wastedBytes} bytes are still wasted`;
      if (after.size !== before.rootfsSize)
        return `the image has ${after.size} bytes, not ${before.rootfsSize}`;
      return null;
    },
  );
  await guarded(results, `${name}: slim --base-layers 1 saves exactly the bytes wasted above the base`, () =>
    baseKept(archive, join(folder, `${name}-base.tar`)),
  );
  await guarded(
    results,
    `${name}: docker loads the image of slim, and its containers have the same files`,
    async () => {
      await docker.run(["load", "-q", "-i", file]);
      const exported = join(folder, `${name}-rootfs.tar`);
      await containerExport(docker, tag, exported);
      return differenceOf(rootfs, exported);
    },
  );
  await guarded(results, `${name}: a container of the image of slim starts`, async () => {
    const { stdout } = await docker.run(["create", "--network", "none", tag]);
    const container = stdout.toString("utf8").trim();
    try {
      await docker.run(["start", container]);
    } finally {
      await docker.run(["rm", "-f", container]);
    }
    return null;
  });
  await guarded(results, `${name}: podman loads the image of slim`, async () => {
    await podman.podman(["load", "-q", "-i", file]);
    const { stdout } = await podman.podman(["image", "inspect", "--format", "{{.Id}}", tag]);
    const id = `sha256:${stdout.toString("utf8").trim()}`;
    const { image } = await layerxJson(["inspect", file]);
    return id === image.id ? null : `the ID is ${id} in podman, ${image.id} in layerx`;
  });
  await guarded(results, `${name}: export = the engine's export of a container`, async () => {
    const exported = join(folder, `${name}-export.tar`);
    await written(["export", archive, "--output", exported]);
    return differenceOf(rootfs, exported);
  });
  rmSync(folder, { recursive: true, force: true });
}

/**
 * Checks slim with random images, whose layers overwrite, remove and link paths: engines load the new image, and its
 * containers have the same files.
 *
 * @param {{ folder: string, docker: import("../engines/docker.js").Docker }} tools
 * @param {import("../tally.js").Tally} results
 */
export async function checkSlimOfRandom({ folder, docker }, results) {
  for (let seed = 1; seed <= SEEDS; seed++) {
    for (const options of [[], ["--base-layers", "1"], ["--squash"]]) {
      const name = `random image ${seed}: slim ${options.join(" ")}`.trimEnd();
      await guarded(results, name, async () => {
        const tag = "layerx-random:1";
        const place = join(folder, "image");
        const archive = await randomImage({ seed, folder: place, tag });
        const file = join(folder, "slim.tar");
        await written(["slim", archive, "--output", file, ...options]);
        const exports = [];
        for (const path of [archive, file]) {
          await docker.run(["load", "-q", "-i", path]);
          exports.push(`${path}-rootfs.tar`);
          await containerExport(docker, tag, exports.at(-1));
          await docker.run(["rmi", "-f", tag]);
        }
        return differenceOf(...exports);
      });
    }
  }
  rmSync(folder, { recursive: true, force: true });
}

/** Checks that the base layer is unchanged, and that the saved bytes are the wasted copies of the layers above. */
async function baseKept(archive, file) {
  const base = ["--base-layers", "1"];
  const options = ["--output", file, "--format", "docker-archive", "--json"];
  const { stdout } = await written(["slim", archive, ...base, ...options]);
  const { saved } = JSON.parse(stdout.toString("utf8"));
  const before = await layerxJson(["inspect", archive]);
  const after = await layerxJson(["inspect", file]);
  const above = ({ waste }) =>
    waste.copies.reduce((sum, { layer, bytes }) => sum + (layer === 0 ? 0 : bytes), 0);
  return valueDifference(
    { saved, left: above(after), base: after.layers[0].diffId },
    { saved: above(before), left: 0, base: before.layers[0].diffId },
  );
}

function megabytes(bytes) {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}

async function written(args) {
  const outcome = await layerx(args);
  if (outcome.code === 0) return outcome;
  throw new Error(`layerx ${args.join(" ")} ended with ${outcome.code}: ${outcome.stderr.trim()}`);
}

async function numbers(path) {
  return (await layerxJson(["inspect", path])).image;
}

/** @returns the first paths that differ, or `null`. */
function differenceOf(before, after) {
  const { added, removed, changed, metadata } = exportedDifference(before, after);
  const found = Object.entries({ added, removed, changed, metadata }).filter(([, paths]) => paths.length > 0);
  if (found.length === 0) return null;
  return found.map(([what, paths]) => `${paths.length} ${what}: ${paths.slice(0, 3).join(" ")}`).join("; ");
}
