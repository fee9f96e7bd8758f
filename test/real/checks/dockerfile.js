import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { valueDifference } from "../difference.js";
import { dockerfileReader } from "../engines/dockerfile-reader.js";
import { containerExport } from "../export.js";
import { layerx } from "../layerx.js";
import { listTar } from "../tar-listing.js";
import { guarded } from "./guarded.js";

/**
 * Checks that an engine can read the Dockerfile of `layerx dockerfile`. If the history has enough details, an image built
 * from this Dockerfile must have the same config and files as the first image.
 *
 * @param {{ images: { name: string, args: string[] }[], rebuildable: import("../images/rebuilt.js").Rebuildable[],
 *           docker: import("../engines/docker.js").Docker, folder: string,
 *           buildkit: import("../engines/buildkit.js").Buildkit | null }} options `args` name an image to layerx
 * @param {import("../tally.js").Tally} results
 */
export async function checkDockerfile({ images, rebuildable, docker, buildkit, folder }, results) {
  const reader = await dockerfileReader({ docker, buildkit, folder: join(folder, "read") });
  const all = [...images, ...rebuildable.map(({ name, archive }) => ({ name, args: [archive] }))];
  for (const { name, args } of all) {
    const text = await printed(args);
    if (/^RUN .*<</m.test(text) && !reader.readsHereDocuments)
      results.skip(`${name}: an engine reads its dockerfile`, "this builder does not support here-documents");
    else await guarded(results, `${name}: an engine reads its dockerfile`, () => reader.read(text));
  }
  for (const image of rebuildable.filter(({ build }) => build !== null)) {
    await guarded(results, `${image.name}: an image built from its dockerfile is the same`, () =>
      rebuilt(image, folder),
    );
  }
}

async function printed(args) {
  const { code, stdout, stderr } = await layerx(["dockerfile", ...args]);
  if (code !== 0) throw new Error(`layerx dockerfile ${args.join(" ")} ended with ${code}: ${stderr.trim()}`);
  return stdout.toString("utf8");
}

async function rebuilt({ tag, archive, docker, build }, folder) {
  const dockerfile = join(folder, "again.Dockerfile");
  mkdirSync(folder, { recursive: true });
  writeFileSync(dockerfile, await printed([archive]));
  const again = `${tag}-again`;
  await build({ tag: again, dockerfile });
  return valueDifference(await facts(docker, again, folder), await facts(docker, tag, folder));
}

/** The config, and the files of a container without their times. */
async function facts(docker, tag, folder) {
  const { stdout } = await docker.run(["image", "inspect", tag]);
  const [{ Config }] = JSON.parse(stdout.toString("utf8"));
  const { Image, Hostname, ...config } = Config;
  const tar = join(folder, "container.tar");
  await containerExport(docker, tag, tar);
  const files = listTar(tar).map(({ path, mtime, offset, ...entry }) => [path, entry]);
  return { config, files: Object.fromEntries(files) };
}
