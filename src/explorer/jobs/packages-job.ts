import type { Analysis } from "../../analysis/analyze.js";
import { findPackages } from "../../analysis/packages/packages.js";
import { findSecrets } from "../../analysis/secrets/secrets.js";
import type { News } from "./job.js";

/**
 * Reads the package databases of an image, and searches its small text files for secrets.
 * @throws as `findPackages` and `findSecrets`.
 */
export async function packagesAndSecrets(analysis: Analysis, signal: AbortSignal): Promise<News> {
  const packages = await findPackages(analysis.image, analysis.tree, signal);
  const secrets = await findSecrets(analysis, { signal });
  return { of: "packages", packages, secrets };
}
