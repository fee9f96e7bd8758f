import { escapePath } from "../../text/escape.js";
import type { FileTree, Node } from "../../tree/file-tree.js";
import { pathAdviser } from "../advice/path-advice.js";
import type { Analysis } from "../analyze.js";
import type { Base } from "../base-image.js";
import { findPrivateKeys, PRIVATE_KEYS } from "../leftovers/private-keys.js";
import { type Coverage, coverage } from "../paths/path-pattern.js";
import { findSecrets, SECRETS } from "../secrets/secrets.js";
import type { Baseline } from "./baseline.js";
import { isAboutWaste } from "./rules/all-rules.js";
import {
  isForbidden,
  measurePaths,
  type PathIgnore,
  type PathRule,
  type PathVerdict,
} from "./rules/path-rules.js";
import { type Ignore, isExpired, namesRule } from "./verdict.js";

/** The results of rules about paths. */
export interface PathOutcome {
  /** In the order of the rules. */
  readonly verdicts: readonly PathVerdict[];
  /** The paths that forbidden rules found, also ignored paths: printable, by pattern. */
  readonly forbidden: NonNullable<Baseline["forbidden"]>;
  /** Names of failed forbidden rules that are not in the baseline. */
  readonly notInBaseline: readonly string[];
  /** Ignores that match a path of at least one rule. */
  readonly matchedIgnores: readonly Ignore[];
}

interface Rules {
  readonly paths: readonly PathRule[];
  readonly ignores: readonly Ignore[];
}

interface PathOptions {
  /** `YYYY-MM-DD`, in UTC. It decides which ignores are expired. */
  readonly today: string;
  /** The base image. If it is known, only paths above it count. */
  readonly base: Base | null;
  readonly baseline: Baseline | null;
  readonly signal?: AbortSignal;
}

/** Measures all rules about paths. Reads file contents to find private keys and secrets. @throws as `findPrivateKeys`. */
export async function measureAllPaths(
  analysis: Analysis,
  rules: Rules,
  options: PathOptions,
): Promise<PathOutcome> {
  const { base, baseline, today } = options;
  const { tree } = analysis;
  const ignores = rules.ignores
    .filter(({ path, rule }) => path !== null && !isAboutWaste(rule))
    .map((ignore) => ({ ignore, expired: isExpired(ignore, today) }));
  const old = new Map<number, Uint8Array>();
  for (const [number, rule] of rules.paths.entries()) {
    const known = isForbidden(rule) ? oldPaths(tree, baseline, rule.pattern) : null;
    if (known !== null) old.set(number, known);
  }
  const fromLayer = base?.layers ?? 0;
  const secrets = await secretVersions(analysis, rules.paths, { fromLayer, signal: options.signal });
  const verdicts = measurePaths(rules.paths, {
    tree,
    coverage: await coveredPaths(analysis, rules.paths, { ignores, secrets, signal: options.signal }),
    fromLayer,
    old,
    versions: secrets === null ? new Map() : new Map([[secrets.rule, secrets.rows]]),
    ignores,
    applies: (ignore, rule) => ignore.rule === null || namesRule(ignore, rule),
    advise: pathAdviser(analysis, base),
  });
  const forbidden = verdicts.filter(({ rule }) => isForbidden(rule));
  return {
    verdicts,
    matchedIgnores: verdicts.flatMap(({ touched }) => [...touched]),
    forbidden: new Map(
      forbidden.map(({ rule, found }) => [
        rule.pattern,
        new Set([...found].map((node) => pathOf(tree, node))),
      ]),
    ),
    notInBaseline: forbidden
      .filter(
        ({ rule, pass }) => !pass && baseline !== null && baseline.forbidden?.has(rule.pattern) !== true,
      )
      .map(({ rule }) => rule.name),
  };
}

/** Returns a path as it is written in baselines. */
export function pathOf(tree: FileTree, node: Node): string {
  return escapePath(tree.path(node));
}

/** The versions of files with a secret, for the rule `forbidden: secrets`. */
interface SecretVersions {
  /** The number of the rule. */
  readonly rule: number;
  /** 1 for each path with a secret in one of its versions. */
  readonly nodes: Uint8Array;
  /** 1 for each version with a secret. */
  readonly rows: Uint8Array;
}

/**
 * Searches for secrets if a rule forbids them; otherwise returns `null`.
 * @throws as `findSecrets`
 */
async function secretVersions(
  analysis: Analysis,
  rules: readonly PathRule[],
  options: { readonly fromLayer: number; readonly signal: AbortSignal | undefined },
): Promise<SecretVersions | null> {
  const rule = rules.findIndex((one) => isForbidden(one) && one.pattern === SECRETS);
  if (rule < 0) return null;
  const nodes = new Uint8Array(analysis.tree.size);
  const rows = new Uint8Array(analysis.tree.entries.size);
  for (const { entry } of (await findSecrets(analysis, options)).found) {
    nodes[analysis.tree.entries.node[entry]] = 1;
    rows[entry] = 1;
  }
  return { rule, nodes, rows };
}

interface CoverOptions {
  readonly ignores: readonly PathIgnore[];
  readonly secrets: SecretVersions | null;
  readonly signal: AbortSignal | undefined;
}

/** Finds the paths that rules and ignores match. The rules have the first numbers. */
async function coveredPaths(
  { image, tree }: Analysis,
  rules: readonly PathRule[],
  { ignores, secrets, signal }: CoverOptions,
): Promise<Coverage> {
  const keys = rules.findIndex(({ pattern }) => pattern === PRIVATE_KEYS);
  const known = new Map<number, Uint8Array>();
  if (keys >= 0) known.set(keys, await findPrivateKeys(tree, image.layers, signal));
  if (secrets !== null) known.set(secrets.rule, secrets.nodes);
  const patterns = [
    ...rules.map(({ pattern }, number) =>
      pattern === PRIVATE_KEYS || number === secrets?.rule ? null : pattern,
    ),
    ...ignores.map(({ ignore }) => ignore.path),
  ];
  return coverage(tree, patterns, { known });
}

function oldPaths(tree: FileTree, baseline: Baseline | null, pattern: string): Uint8Array | null {
  const known = baseline?.forbidden?.get(pattern);
  if (known === undefined) return null;
  return Uint8Array.from({ length: tree.size }, (_, node) => Number(known.has(pathOf(tree, node))));
}
