import { analyze } from "../../src/analysis/analyze.js";
import type { Image } from "../../src/image/image.js";
import { filesystemDifference } from "../../src/pack/same-filesystem.js";
import { planSlim, type SlimLayer, type SlimOptions } from "../../src/pack/slim-plan.js";
import { archiveChunks } from "../../src/pack/write-archive.js";
import { loadTree } from "../../src/tree/load.js";
import { openTar } from "../source/opening.js";
import { digestOf, jsonBytes } from "../support/fixture.js";

/** @returns an image with these layer archives. */
function imageOf(tars: readonly Buffer[]): Promise<Image> {
  const config = {
    os: "linux",
    architecture: "amd64",
    rootfs: { type: "layers", diff_ids: tars.map(digestOf) },
    history: tars.map((_, i) => ({ created_by: `RUN step ${i}` })),
  };
  return openTar([
    ["c.json", jsonBytes(config)],
    ...tars.map((tar, i): [string, Buffer] => [`${i}.tar`, tar]),
    [
      "manifest.json",
      jsonBytes([{ Config: "c.json", RepoTags: null, Layers: tars.map((_, i) => `${i}.tar`) }]),
    ],
  ]);
}

export interface Slimmed {
  readonly plan: readonly SlimLayer[];
  readonly tars: readonly Buffer[];
  /** The difference between the filesystems of both images, or `null`. */
  readonly difference: unknown;
  /** Wasted bytes of the new image that were written above the base. */
  readonly wasted: number;
}

/** Plans the new layers, writes them and reads the new image. */
export async function slimmed(tars: readonly Buffer[], options: Partial<SlimOptions> = {}): Promise<Slimmed> {
  const image = await imageOf(tars);
  const tree = await loadTree(image);
  const { base = 0, squash = false } = options;
  const plan = planSlim(tree, { base, squash });
  const written: Buffer[] = [];
  for (const { index, archive } of plan) {
    if (archive === null) {
      written.push(tars[index]);
      continue;
    }
    const chunks: Buffer[] = [];
    for await (const chunk of archiveChunks(archive, { layers: image.layers }))
      chunks.push(Buffer.from(chunk));
    written.push(Buffer.concat(chunks));
  }
  const result = await imageOf(written);
  const analysis = await analyze(result);
  const difference = await filesystemDifference(
    { tree, layers: image.layers },
    { tree: analysis.tree, layers: result.layers },
    { isCompared: () => false },
  );
  const wasted = analysis.copies
    .filter(({ layer }) => layer >= base)
    .reduce((sum, { bytes }) => sum + bytes, 0);
  await image.close();
  await result.close();
  return { plan, tars: written, difference, wasted };
}
