import { addToGroup } from "../../groups.js";
import type { SizedPackage } from "./packages.js";

/** A package that only one of two images contains, or that has another version in the second image. */
export interface PackageChange extends Pick<SizedPackage, "type" | "name"> {
  readonly is: "added" | "removed" | "changed";
  /** `null` if the package was added. */
  readonly a: PackageVersion | null;
  /** `null` if the package was removed. */
  readonly b: PackageVersion | null;
  /** Bytes in the new image minus bytes in the old one. */
  readonly bytes: number;
}

export type PackageVersion = Pick<SizedPackage, "version" | "size" | "files">;

/**
 * Returns packages that were added, removed, or have another version, the biggest difference first, then by
 * name. A package may occur several times, as in Node.js once for each folder. It is then compared version by
 * version.
 */
export function packageChanges(
  before: readonly SizedPackage[],
  after: readonly SizedPackage[],
): PackageChange[] {
  const old = byName(before);
  const now = byName(after);
  const changes = [...new Set([...old.keys(), ...now.keys()])].flatMap((key) =>
    changesOf(old.get(key) ?? [], now.get(key) ?? []),
  );
  return changes.sort((x, y) => Math.abs(y.bytes) - Math.abs(x.bytes) || compareText(x.name, y.name));
}

function byName(packages: readonly SizedPackage[]): Map<string, SizedPackage[]> {
  const groups = new Map<string, SizedPackage[]>();
  for (const one of packages) {
    const key = `${one.type} ${one.name}`;
    addToGroup(groups, key, one);
  }
  return groups;
}

/**
 * Returns the changes of one name. Versions that both images have are left out. The others are paired in
 * their order.
 */
function changesOf(before: readonly SizedPackage[], after: readonly SizedPackage[]): PackageChange[] {
  const gone = without(before, after);
  const made = without(after, before);
  return Array.from({ length: Math.max(gone.length, made.length) }, (_, at) => change(gone[at], made[at]));
}

/** Returns the packages whose version is not in `others`. Each package of `others` matches one at most. */
function without(packages: readonly SizedPackage[], others: readonly SizedPackage[]): SizedPackage[] {
  const counts = new Map<string | null, number>();
  for (const { version } of others) counts.set(version, (counts.get(version) ?? 0) + 1);
  return packages.filter(({ version }) => {
    const count = counts.get(version) ?? 0;
    counts.set(version, count - 1);
    return count <= 0;
  });
}

function change(a: SizedPackage | undefined, b: SizedPackage | undefined): PackageChange {
  const { type, name } = (b ?? a) as SizedPackage;
  const is = a === undefined ? "added" : b === undefined ? "removed" : "changed";
  return { type, name, is, a: versionOf(a), b: versionOf(b), bytes: (b?.size ?? 0) - (a?.size ?? 0) };
}

function versionOf(one: SizedPackage | undefined): PackageVersion | null {
  return one === undefined ? null : { version: one.version, size: one.size, files: one.files };
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
