import type { Comparison } from "../../analysis/diff/compare-images.js";
import type { PackageChange } from "../../analysis/packages/package-changes.js";

/** A comparison, and how much of it is requested. */
export interface DiffResult {
  readonly comparison: Comparison;
  /** 1 for the nodes of the union that count; `null` where no paths were named. */
  readonly shown: Uint8Array | null;
  /** The patterns of paths that were left out, as they were typed. */
  readonly exclude: readonly string[];
  /** The packages that differ; `null` where packages were not looked at. */
  readonly packages: readonly PackageChange[] | null;
  /** The summary alone. */
  readonly onlySummary: boolean;
  /** Every path, where else folders are summed up. */
  readonly everyPath: boolean;
}
