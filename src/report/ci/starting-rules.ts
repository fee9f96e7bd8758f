import type { Analysis } from "../../analysis/analyze.js";
import type { Base } from "../../analysis/base-image.js";
import type { Leftover } from "../../analysis/leftovers/leftovers.js";
import { coverage, listsByPattern } from "../../analysis/paths/path-pattern.js";
import { humanSize } from "../../text/bytes.js";
import { counted } from "../../text/count.js";
import { escapePath } from "../../text/escape.js";
import type { FileTree, Node } from "../../tree/file-tree.js";
import { imageWords } from "../../words/image-words.js";
import { amount } from "../text/amount.js";

const FORBIDDEN = ["**/.git/**", "**/.env", "**/.ssh/**", "**/.npmrc", "**/.pypirc"];
const LEFTOVERS_SHOWN = 4;

interface StartOptions {
  readonly base: Base | null;
  readonly leftovers: readonly Leftover[];
}

/**
 * Returns a first file of rules with comments: limits that the image passes with a small margin. Rules that
 * it does not pass are comments.
 */
export function startingRules(analysis: Analysis, { base, leftovers }: StartOptions): string {
  const { image, metrics } = analysis;
  const { name, sizeInLayers } = imageWords({ image, metrics });
  const sections = [
    [
      `# Rules for \`layerx ci\` that ${name} passes today.`,
      "# `layerx ci --explain RULE` explains a rule. The value `disabled` switches a rule off.",
    ],
    baseLines(base),
    [
      `# ${amount(metrics.efficiency, "ratio")} of the stored bytes are in the final image; ${humanSize(metrics.wastedBytes)} are wasted.`,
      `lowestEfficiency: ${Math.floor(metrics.efficiency * 100)}%`,
      `highestWastedBytes: ${roundedUp(metrics.wastedBytes)}`,
    ],
    [
      `# ${sizeInLayers}.`,
      `maxSize: ${roundedUp(metrics.size * 1.1)}`,
      `maxLayers: ${metrics.layers.length}`,
    ],
    forbiddenLines(analysis.tree),
    budgetLines(
      analysis.tree,
      leftovers.filter(({ layer }) => layer >= (base?.layers ?? 0)),
    ),
    [
      "# Known exceptions: the rule only warns until that day, and fails after it.",
      "# ignore:",
      "#   - rule: maxSize",
      "#     reason: the new runtime is bigger; the old one will be removed",
      "#     until: 2027-03-31",
    ],
    [
      "# Fail if the image gets worse: write the baseline with --baseline layerx-baseline.json --update-baseline.",
      "# baseline:",
      "#   file: layerx-baseline.json",
      "#   growth:",
      "#     size: 5%",
    ],
  ];
  return `${sections.map((lines) => lines.join("\n")).join("\n\n")}\n`;
}

function baseLines(base: Base | null): string[] {
  if (base === null) {
    return ["# The history shows no base image. If there is one, set its number of layers.", "# base: 1"];
  }
  const layers = counted(base.layers, "layer");
  return [
    `# The base image ends after ${layers} (a guess: ${base.reason}). Rules about paths count the layers above it.`,
    `base: ${base.layers}`,
  ];
}

function forbiddenLines(tree: FileTree): string[] {
  const lines = [
    "# Paths that no layer may contain: a file in any layer can always be read from the image.",
    "forbidden:",
  ];
  const listsOf = listsByPattern(coverage(tree, FORBIDDEN));
  for (const [at, pattern] of FORBIDDEN.entries()) {
    const there = listsOf[at].length > 0;
    lines.push(there ? `  # - '${pattern}'  # the image contains some today` : `  - '${pattern}'`);
  }
  return [
    ...lines,
    "  # - private-keys  # finds private keys by content, so files must be read",
    "  # - secrets  # finds tokens, keys and passwords by content, so files must be read",
  ];
}

function budgetLines(tree: FileTree, leftovers: readonly Leftover[]): string[] {
  const title = "# Limits in bytes for some paths.";
  if (leftovers.length === 0) {
    return [title, "budgets:", "  /var/lib/apt/lists/**: 0", "  '**/*.map': 1MB"];
  }
  // Grouped by path, so that no key occurs twice when the user removes the comment signs.
  const byPath = new Map<Node, { readonly what: string; readonly bytes: number }>();
  for (const { title: what, bytes, places } of leftovers) {
    const [{ node }] = places;
    byPath.set(node, { what, bytes: bytes + (byPath.get(node)?.bytes ?? 0) });
  }
  const shown = [...byPath].slice(0, LEFTOVERS_SHOWN).flatMap(([node, { what, bytes }]) => {
    const path = escapePath(tree.path(node));
    return [`# ${humanSize(bytes)} of ${what} can be saved:`, `#   '${path.replaceAll("'", "''")}': 0`];
  });
  return [title, "# budgets:", ...shown];
}

/** Rounds a size up to two digits. */
function roundedUp(bytes: number): string {
  if (bytes < 100) return String(Math.ceil(bytes));
  const power = 10 ** (Math.floor(Math.log10(bytes)) - 1);
  const rounded = Math.ceil(bytes / power) * power;
  const [unit, size] = rounded >= 1e9 ? ["GB", 1e9] : rounded >= 1e6 ? ["MB", 1e6] : ["kB", 1e3];
  return rounded % 100 === 0 ? `${Number((rounded / Number(size)).toFixed(2))}${unit}` : String(rounded);
}
