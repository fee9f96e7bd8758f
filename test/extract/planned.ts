import { planText } from "../../src/extract/extract-text.js";
import { type ExtractPlan, type PlanOptions, planExtract } from "../../src/extract/plan.js";
import type { Target } from "../../src/extract/target.js";
import { escapePath, rawPath } from "../../src/text/escape.js";
import { loadTree } from "../../src/tree/load.js";
import { type MemberSpec, memoryImage } from "../support/memory-image.js";

/** A target that the tests name, and that nobody has looked at. */
export function targetAt(path: string, make: string | null = null): Target {
  return {
    path: rawPath(path),
    make: make === null ? null : rawPath(make),
    shown: escapePath(rawPath(path.slice(path.lastIndexOf("/") + 1))),
  };
}

/** A plan for a path of the image that the layers make, with the image's layers. */
export async function planned(
  layers: readonly (readonly MemberSpec[])[],
  { path = "/", ...options }: PlanOptions & { path?: string },
) {
  const image = memoryImage(layers);
  const tree = await loadTree(image);
  const plan = planExtract({ tree, rootfs: tree.rootfs, node: tree.find(rawPath(path)) }, options);
  return { plan, layers: image.layers };
}

/** A plan as `--dry-run` lists it, then its warnings. */
export function planLines(plan: ExtractPlan): string[] {
  return [...[...planText(plan)].join("").split("\n").slice(0, -1), ...plan.warnings.map((w) => w.message)];
}
