import type { Comparison } from "../../analysis/diff/compare-images.js";
import type { PackageChange } from "../../analysis/packages/package-changes.js";

/** A comparison, and the parts of it that the user requested. */
export interface DiffResult {
  readonly comparison: Comparison;
  /** 1 for the nodes of the union that count; `null` if the user named no paths. */
  readonly shown: Uint8Array | null;
  /** The patterns of excluded paths, as the user typed them. */
  readonly exclude: readonly string[];
  /** The packages that differ; `null` if packages were not compared. */
  readonly packages: readonly PackageChange[] | null;
  /** True to print only the summary. */
  readonly onlySummary: boolean;
  /** True to list every path. By default, folders are summed up. */
  readonly everyPath: boolean;
}
