import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { succeed } from "../command.js";
import { valueDifference } from "../difference.js";
import { containerExport } from "../export.js";
import { randomImage } from "../images/random.js";
import { layerx, layerxJson } from "../layerx.js";
import { exportedDifference } from "./exported-difference.js";
import { guarded } from "./guarded.js";

const SEEDS = 8;
const LARGE_IMAGES = ["python", "java", "node"];
const LARGE_BYTES = 300e6;
/** New layers of an OCI archive are compressed, as a push to a registry expects them. */
const FORMS = [
  ["docker-archive", []],
  ["oci-archive", ["--compression", "gzip"]],
];

/**
 * Checks that engines load the image of slim, that its containers start and have the same files, and that it is smaller by
 * exactly the wasted bytes. `export` must write the same files as the engine's export of a container.
 *
 * @param {import("../build.js").Built} image
 * @param {{ folder: string, podman: import("../engines/podman.js").Podman }} tools
 * @param {import("../tally.js").Tally} results
 */
export async function checkSlim({ name, archive, rootfs, docker }, { folder, podman }, results) {
  const tag = `layerx-slim-${name.toLowerCase()}:1`;
  mkdirSync(folder, { recursive: true });
  if (LARGE_IMAGES.includes(name)) {
    await guarded(results, `${name}: the image is larger than 300 MB`, async () => {
      const { size } = await numbers(archive);
      return size > LARGE_BYTES ? null : `it has ${megabytes(size)}`;
    });
  }
  for (const squash of [[], ["--squash"]]) {
    for (const base of [[], ["--base-layers", "1"]]) {
      const title = named(name, [...squash, ...base]);
      await guarded(results, `${title} saves the wasted bytes above the base, no more and no less`, () =>
        savesWaste(archive, { file: join(folder, `${name}-numbers.tar`), base, squash }, results),
      );
    }
    for (const [form, compression] of FORMS) {
      const options = [...squash, "--format", form];
      const file = join(folder, `${name}-${form}.tar`);
      const slimmed = { title: named(name, options), form, file, tag };
      await guarded(results, `${slimmed.title} writes an image`, async () => {
        const output = ["--output", file, "--tag", tag];
        await written(["slim", archive, ...output, ...options, ...compression]);
        return null;
      });
      await inDocker(slimmed, { rootfs, docker, folder }, results);
      await inPodman(slimmed, { rootfs, podman, folder }, results);
    }
    // Both forms have the same layers, so the engines unpacked them once. They take much space.
    await docker.run(["rmi", "-f", tag]);
    await podman.podman(["rmi", "-f", tag]);
  }
  await guarded(results, `${name}: export = the engine's export of a container`, async () => {
    const exported = join(folder, `${name}-export.tar`);
    await written(["export", archive, "--output", exported]);
    return differenceOf(rootfs, exported);
  });
  rmSync(folder, { recursive: true, force: true });
}

/** Checks the image in a daemon. This daemon loads no OCI archives, so skopeo sends one to it. */
async function inDocker({ title, form, file, tag }, { rootfs, docker, folder }, results) {
  await guarded(results, `${title}: docker loads it, and its containers have the same files`, async () => {
    if (form === "docker-archive") await docker.run(["load", "-q", "-i", file]);
    else {
      const host = ["--dest-daemon-host", docker.env.DOCKER_HOST];
      await succeed("skopeo", ["copy", "-q", ...host, `oci-archive:${file}`, `docker-daemon:${tag}`]);
    }
    const exported = join(folder, "docker-rootfs.tar");
    await containerExport(docker, tag, exported);
    return differenceOf(rootfs, exported);
  });
  await guarded(results, `${title}: a container starts in docker`, async () => {
    const { stdout } = await docker.run(["create", "--network", "none", tag]);
    const container = stdout.toString("utf8").trim();
    try {
      await docker.run(["start", container]);
    } finally {
      await docker.run(["rm", "-f", container]);
    }
    return null;
  });
}

async function inPodman({ title, file, tag }, { rootfs, podman, folder }, results) {
  const run = podman.podman;
  await guarded(results, `${title}: podman loads it, and its containers have the same files`, async () => {
    await run(["load", "-q", "-i", file]);
    const { stdout } = await run(["image", "inspect", "--format", "{{.Id}}", tag]);
    const id = `sha256:${stdout.toString("utf8").trim()}`;
    const { image } = await layerxJson(["inspect", file]);
    if (id !== image.id) return `the ID is ${id} in podman, ${image.id} in layerx`;
    const exported = join(folder, "podman-rootfs.tar");
    await containerExport({ run }, tag, exported);
    return differenceOf(rootfs, exported);
  });
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

/**
 * Checks that slim saves the bytes that `waste` lists above the base and that `ci` promises, that no byte above the base is
 * wasted then, and that the base is unchanged.
 */
async function savesWaste(archive, { file, base, squash }, results) {
  const { stdout } = await written(["slim", archive, "--output", file, "--json", ...base, ...squash]);
  const { saved, baseLayers } = JSON.parse(stdout.toString("utf8"));
  const gate = await layerx(["ci", archive, "--format", "json", ...base]);
  const [before, after] = [await layerxJson(["inspect", archive]), await layerxJson(["inspect", file])];
  const above = ({ waste }) =>
    waste.copies.reduce((sum, { layer, bytes }) => sum + (layer < baseLayers ? 0 : bytes), 0);
  const wasted = above(await layerxJson(["waste", archive]));
  const [old, now] = [before.image.size, after.image.size];
  results.note(`${megabytes(old)} before slim, ${megabytes(now)} after, ${saved} bytes saved`);
  const baseOf = ({ layers }) => layers.slice(0, baseLayers).map(({ diffId }) => diffId);
  const promised = JSON.parse(gate.stdout.toString("utf8")).slim?.bytes ?? 0;
  return valueDifference(
    { saved, smaller: old - now, promised, left: above(after), base: baseOf(after) },
    { saved: wasted, smaller: wasted, promised: wasted, left: 0, base: baseOf(before) },
  );
}

function named(image, options) {
  return `${image}: slim ${options.join(" ")}`.trimEnd();
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
  const { files: _, ...paths } = exportedDifference(before, after);
  const found = Object.entries(paths).filter(([, list]) => list.length > 0);
  if (found.length === 0) return null;
  return found.map(([what, list]) => `${list.length} ${what}: ${list.slice(0, 3).join(" ")}`).join("; ");
}
