import { rawPath } from "../text/escape.js";
import type { ExtractPlan } from "./plan.js";
import { type Around, checkReplaced } from "./same-file.js";

/** What is extracted with leave to replace must not replace the image that it comes from. @throws LayerxError `same-file`. */
export async function keepImage(plan: ExtractPlan, source: string, around: Around): Promise<void> {
  const { tree, rootfs, node, target } = plan;
  const isReplaced = (real: string) => {
    const path = rawPath(real);
    // A layout's folder is read as a whole.
    if (`${target.path}/`.startsWith(`${path}/`)) return true;
    if (!path.startsWith(`${target.path}/`)) return false;
    const there = tree.find(
      rawPath(`${tree.path(node)}${real.slice(Buffer.from(target.path, "latin1").toString().length)}`),
    );
    return there >= 0 && rootfs[there] >= 0;
  };
  await checkReplaced(isReplaced, source, { shown: target.shown, around });
}
