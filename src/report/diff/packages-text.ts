import type { PackageChange, PackageVersion } from "../../analysis/packages/package-changes.js";
import { escapeText } from "../../text/escape.js";
import { cutEnd, padStart } from "../../text/width.js";
import { bytesChange } from "../../words/comparison-words.js";
import type { TextFrame } from "../text/text-frame.js";

const ROWS_SHOWN = 16;
const SIZE_COLUMNS = 9;
const TYPE_COLUMNS = 4;
const SIGNS = { added: "+", removed: "-", changed: "~" } as const;

/** Returns the packages that differ, the biggest difference first; no lines if there are none. */
export function packagesText(
  packages: readonly PackageChange[] | null,
  { paint, columns, every }: TextFrame & { readonly every: boolean },
): string[] {
  if (packages === null || packages.length === 0) return [];
  const paints = { added: paint.green, removed: paint.red, changed: paint.yellow };
  const shown = every ? packages : packages.slice(0, ROWS_SHOWN);
  const lines = shown.map(({ type, name, is, a, b, bytes }) => {
    const cost = padStart(bytes === 0 ? "" : bytesChange(bytes), SIZE_COLUMNS);
    const versions = is === "changed" ? `${versionText(a)} → ${versionText(b)}` : versionText(b ?? a);
    const text = `  ${SIGNS[is]} ${cost}  ${type.padEnd(TYPE_COLUMNS)}  ${escapeText(name)} ${versions}`;
    return paints[is](cutEnd(text.trimEnd(), columns));
  });
  const left = packages.length - shown.length;
  const rest = packages.slice(shown.length).reduce((sum, { bytes }) => sum + bytes, 0);
  const more =
    left > 0 ? [paint.dim(`  and ${left} more (${bytesChange(rest)}); all with --all or --format json`)] : [];
  return [paint.bold("Packages"), ...lines, ...more];
}

/** Returns the array `packages` of `diff --format json`. */
export function packageChangesJson(packages: readonly PackageChange[]) {
  return packages.map(({ name, type, is, a, b, bytes }) => ({
    name: escapeText(name),
    type,
    change: is,
    a: versionFacts(a),
    b: versionFacts(b),
    bytes,
  }));
}

function versionFacts(one: PackageVersion | null) {
  if (one === null) return null;
  const { version, size, files } = one;
  return { version: version === null ? null : escapeText(version), size, files };
}

function versionText(one: PackageVersion | null): string {
  return one === null || one.version === null ? "" : escapeText(one.version);
}
