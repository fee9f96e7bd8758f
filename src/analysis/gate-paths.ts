import { escapePath } from "../text/escape.js";
import type { FileTree, Node } from "../tree/file-tree.js";
import type { Analysis } from "./analyze.js";
import type { Base } from "./base.js";
import type { Baseline } from "./baseline.js";
import { pathAdviser } from "./path-advice.js";
import { coveredNodes, type PathMatcher, pathMatcher } from "./path-pattern.js";
import { type CoveringIgnore, judgePaths, type PathRule, type PathVerdict } from "./path-rules.js";
import { findPrivateKeys, PRIVATE_KEYS } from "./private-keys.js";
import { type Ignore, ignoreMeans } from "./verdict.js";

/** What rules about paths find. */
export interface PathOutcome {
  /** In the order of the rules. */
  readonly verdicts: readonly PathVerdict[];
  /** What forbidden rules found, ignored or not: printable paths by pattern. */
  readonly forbidden: NonNullable<Baseline["forbidden"]>;
  /** Names of forbidden rules that do not hold and of which the baseline says nothing. */
  readonly untold: readonly string[];
}

interface Rules {
  readonly paths: readonly PathRule[];
  readonly ignores: readonly Ignore[];
}

interface PathOptions {
  /** `YYYY-MM-DD`, in UTC: by it ignores end. */
  readonly today: string;
  /** Where it is known, paths count above it only. */
  readonly base: Base | null;
  readonly baseline: Baseline | null;
  readonly signal?: AbortSignal;
}

/** Holds an image against all rules about paths. Content is read to tell private keys. @throws as `findPrivateKeys`. */
export async function judgeAllPaths(
  analysis: Analysis,
  rules: Rules,
  options: PathOptions,
): Promise<PathOutcome> {
  const { base, baseline } = options;
  const { tree } = analysis;
  const covered = await coveredPaths(analysis, rules, options);
  const advise = pathAdviser(analysis, base);
  const verdicts = rules.paths.map((rule, at) =>
    judgePaths(rule, {
      tree,
      covered: covered.rules[at],
      fromLayer: base?.layers ?? 0,
      old: rule.kind.key === "forbidden" ? oldPaths(tree, baseline, rule.pattern) : null,
      ignores: covered.ignores.filter(({ ignore }) => ignore.rule === null || ignoreMeans(ignore, rule)),
      advise,
    }),
  );
  const forbidden = verdicts.filter(({ rule }) => rule.kind.key === "forbidden");
  return {
    verdicts,
    forbidden: new Map(
      forbidden.map(({ rule, found }) => [
        rule.pattern,
        new Set([...found].map((node) => pathOf(tree, node))),
      ]),
    ),
    untold: forbidden
      .filter(
        ({ rule, pass }) => !pass && baseline !== null && baseline.forbidden?.has(rule.pattern) !== true,
      )
      .map(({ rule }) => rule.name),
  };
}

/** A path as baselines have it. */
export function pathOf(tree: FileTree, node: Node): string {
  return escapePath(tree.path(node));
}

interface Covered {
  /** In the order of the rules about paths. */
  readonly rules: readonly Uint8Array[];
  readonly ignores: readonly CoveringIgnore[];
}

/** The paths that rules and ignores mean, found in one pass. */
async function coveredPaths({ image, tree }: Analysis, rules: Rules, options: PathOptions): Promise<Covered> {
  const ignores = rules.ignores.filter(({ path }) => path !== null);
  const patterns = [...rules.paths, ...ignores].map((one) =>
    "path" in one ? (one.path ?? "") : one.pattern,
  );
  const matchers: PathMatcher[] = [];
  for (const pattern of patterns) matchers.push((await pathMatcher(pattern)) ?? (() => true));
  const columns = coveredNodes(tree, matchers);
  const own = columns.slice(0, rules.paths.length);
  for (const [at, { pattern }] of rules.paths.entries()) {
    if (pattern === PRIVATE_KEYS) own[at] = await findPrivateKeys(tree, image.layers, options.signal);
  }
  return {
    rules: own,
    ignores: ignores.map((ignore, at) => ({
      ignore,
      expired: ignore.until < options.today,
      covered: columns[rules.paths.length + at],
    })),
  };
}

function oldPaths(tree: FileTree, baseline: Baseline | null, pattern: string): Uint8Array | null {
  const known = baseline?.forbidden?.get(pattern);
  if (known === undefined) return null;
  return Uint8Array.from({ length: tree.size }, (_, node) => Number(known.has(pathOf(tree, node))));
}
