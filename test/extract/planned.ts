import { planText } from "../../src/extract/extract-text.js";
import { type ExtractPlan, type PlanOptions, planExtract } from "../../src/extract/plan.js";
import type { Target } from "../../src/extract/target.js";
import { escapePath, rawPath } from "../../src/text/escape.js";
import { loadTree } from "../../src/tree/load.js";
import { type MemberSpec, memoryImage } from "../support/memory-image.js";

/** A target with this path. It is not checked on the disk. */
export function targetAt(path: string, make: string | null = null): Target {
  return {
    path: rawPath(path),
    make: make === null ? null : rawPath(make),
    shown: escapePath(rawPath(path.slice(path.lastIndexOf("/") + 1))),
  };
}

/** @returns a plan for a path of the image with these layers, and the layers. */
export async function planned(
  layers: readonly (readonly MemberSpec[])[],
  { path = "/", ...options }: PlanOptions & { path?: string },
) {
  const image = memoryImage(layers);
  const tree = await loadTree(image);
  const plan = planExtract({ tree, rootfs: tree.rootfs, node: tree.find(rawPath(path)) }, options);
  return { plan, layers: image.layers };
}

/** @returns the lines of `--dry-run` for a plan, then its warnings. */
export function planLines(plan: ExtractPlan): string[] {
  return [...[...planText(plan)].join("").split("\n").slice(0, -1), ...plan.warnings.map((w) => w.message)];
}
