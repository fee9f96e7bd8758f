import type { Package, Packages } from "../analysis/packages/packages.js";
import { humanSize } from "../text/bytes.js";
import { counted } from "../text/count.js";
import { escapeText, type Printable } from "../text/escape.js";

/** Returns the packages with the most bytes, the biggest first; by default all. */
export function biggestPackages({ packages }: Packages, most = Number.POSITIVE_INFINITY): readonly Package[] {
  return [...packages]
    .sort((a, b) => b.size - a.size || (a.name < b.name ? -1 : a.name > b.name ? 1 : 0))
    .slice(0, most);
}

/** Returns `792 packages with 1.5GB, 3MB wasted`. */
export function packagesTitle({ packages }: Packages): string {
  const wasted = sumOf(packages, ({ wastedBytes }) => wastedBytes);
  const waste = wasted === 0 ? "" : `, ${humanSize(wasted)} wasted`;
  return `${counted(packages.length, "package")} with ${humanSize(sumOf(packages, ({ size }) => size))}${waste}`;
}

/** Returns `libc6 2.36-9`. */
export function packageName({ name, version }: Package): Printable {
  return escapeText(version === null ? name : `${name} ${version}`);
}

/** Returns the sum of a value of all packages. */
export function sumOf(packages: readonly Package[], value: (one: Package) => number): number {
  return packages.reduce((sum, one) => sum + value(one), 0);
}
