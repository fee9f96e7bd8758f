import { escapePath } from "../../text/escape.js";
import type { FileTree, Node } from "../../tree/file-tree.js";
import { pathAdviser } from "../advice/path-advice.js";
import type { Analysis } from "../analyze.js";
import type { Base } from "../base.js";
import { findPrivateKeys, PRIVATE_KEYS } from "../leftovers/private-keys.js";
import { type Coverage, coverage } from "../paths/path-pattern.js";
import type { Baseline } from "./baseline.js";
import { judgePaths, type PathIgnore, type PathRule, type PathVerdict } from "./path-rules.js";
import { type Ignore, ignoreMeans, isAboutWaste, isOver } from "./verdict.js";

/** What rules about paths find. */
export interface PathOutcome {
  /** In the order of the rules. */
  readonly verdicts: readonly PathVerdict[];
  /** What forbidden rules found, ignored or not: printable paths by pattern. */
  readonly forbidden: NonNullable<Baseline["forbidden"]>;
  /** Names of forbidden rules that do not hold and of which the baseline says nothing. */
  readonly untold: readonly string[];
  /** Ignores that cover a path of some rule. */
  readonly touched: readonly Ignore[];
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
  const { base, baseline, today } = options;
  const { tree } = analysis;
  const ignores = rules.ignores
    .filter(({ path, rule }) => path !== null && !isAboutWaste(rule))
    .map((ignore) => ({ ignore, expired: isOver(ignore, today) }));
  const old = new Map<number, Uint8Array>();
  for (const [number, { kind, pattern }] of rules.paths.entries()) {
    const known = kind.key === "forbidden" ? oldPaths(tree, baseline, pattern) : null;
    if (known !== null) old.set(number, known);
  }
  const verdicts = judgePaths(rules.paths, {
    tree,
    coverage: await coveredPaths(analysis, rules.paths, ignores, options),
    fromLayer: base?.layers ?? 0,
    old,
    ignores,
    means: (ignore, rule) => ignore.rule === null || ignoreMeans(ignore, rule),
    advise: pathAdviser(analysis, base),
  });
  const forbidden = verdicts.filter(({ rule }) => rule.kind.key === "forbidden");
  return {
    verdicts,
    touched: verdicts.flatMap(({ touched }) => [...touched]),
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

/** The paths that rules and then ignores mean. */
async function coveredPaths(
  { image, tree }: Analysis,
  rules: readonly PathRule[],
  ignores: readonly PathIgnore[],
  { signal }: PathOptions,
): Promise<Coverage> {
  const keys = rules.findIndex(({ pattern }) => pattern === PRIVATE_KEYS);
  const known = new Map<number, Uint8Array>();
  if (keys >= 0) known.set(keys, await findPrivateKeys(tree, image.layers, signal));
  const patterns = [
    ...rules.map(({ pattern }) => (pattern === PRIVATE_KEYS ? null : pattern)),
    ...ignores.map(({ ignore }) => ignore.path),
  ];
  return coverage(tree, patterns, { known });
}

function oldPaths(tree: FileTree, baseline: Baseline | null, pattern: string): Uint8Array | null {
  const known = baseline?.forbidden?.get(pattern);
  if (known === undefined) return null;
  return Uint8Array.from({ length: tree.size }, (_, node) => Number(known.has(pathOf(tree, node))));
}
