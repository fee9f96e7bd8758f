import { type Analysis, waste } from "../../analysis/analyze.js";
import { findLeftovers } from "../../analysis/leftovers/leftovers.js";
import { aboveBase } from "../../analysis/metrics.js";
import { findPackages } from "../../analysis/packages/packages.js";
import { findSecrets } from "../../analysis/secrets/secrets.js";
import type { WastedCopy } from "../../analysis/waste/causes.js";
import { findDuplicates } from "../../analysis/waste/duplicates.js";
import { wasteFindings } from "../../analysis/waste/waste-groups.js";
import type { ImageFindings } from "../../report/image/image-json.js";
import type { Context } from "../command-context.js";
import { type BaseArgs, reportedBase } from "../gate/base-options.js";

interface FindingOptions {
  readonly args: BaseArgs;
  /** True to search for duplicate contents, too. */
  readonly duplicates: boolean;
  /** True if files may be read to find secrets and packages. */
  readonly contents: boolean;
  /** The wasted copies, if they are known already. */
  readonly copies?: readonly WastedCopy[] | null;
  readonly signal: AbortSignal;
  /** Opens the base image if the user named one. */
  readonly open: Context["open"];
}

/**
 * Computes everything for a report on an image, in any format. Reads contents.
 * @throws LayerxError of the options about the base image, and of reading; the signal's reason.
 */
export async function findingsOn(
  read: Analysis,
  { args, duplicates, contents, copies: known = null, signal, open }: FindingOptions,
): Promise<ImageFindings> {
  const base = await reportedBase(
    args,
    { image: read.image, byFile: null, command: "layerx inspect" },
    { open },
  );
  const named = base.counted ? base.found : null;
  const analysis = named === null ? read : { ...read, metrics: aboveBase(read.metrics, named.layers) };
  const copies = known ?? (await waste(analysis, signal));
  return {
    base,
    analysis,
    copies,
    wasteFindings: wasteFindings(analysis, copies, named),
    leftovers: findLeftovers(analysis, named),
    secrets: contents ? await findSecrets(analysis, { signal }) : null,
    packages: contents ? await findPackages(analysis.image, analysis.tree, signal) : null,
    duplicates: duplicates ? await findDuplicates(analysis, signal) : null,
  };
}
