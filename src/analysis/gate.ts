import { escapePath } from "../text/escape.js";
import type { FileTree, Node } from "../tree/file-tree.js";
import type { Advice } from "./advice-sources.js";
import type { Analysis } from "./analyze.js";
import type { Base } from "./base.js";
import { type Baseline, copyKey, type GrowthRule, judgeGrowth } from "./baseline.js";
import { type Blame, blame } from "./blame.js";
import { type GrownLayer, grownLayers } from "./grown-layers.js";
import { checkJudgeable } from "./judgeable.js";
import { FEWER_LAYERS, layerAdviser, SMALLER_IMAGE } from "./layer-advice.js";
import { judgeLayers, type LayerRule } from "./layer-rules.js";
import { aboveBase } from "./metrics.js";
import { pathAdviser } from "./path-advice.js";
import { coveredNodes, type PathMatcher, pathMatcher } from "./path-pattern.js";
import { type CoveringIgnore, judgePaths, type PathRule, type PathVerdict } from "./path-rules.js";
import { findPrivateKeys, PRIVATE_KEYS } from "./private-keys.js";
import { judge, type Measured, type NumberRule, type Rule } from "./rules.js";
import {
  gatePasses,
  type Ignore,
  type Ignored,
  type RuleOffender,
  type Status,
  type Verdict,
} from "./verdict.js";

/** All rules that are on, and what is let pass. */
export interface GateRules {
  readonly numbers: readonly NumberRule[];
  readonly layers: readonly LayerRule[];
  readonly paths: readonly PathRule[];
  readonly growth: readonly GrowthRule[];
  readonly ignores: readonly Ignore[];
}

export interface GateOptions {
  /** `YYYY-MM-DD`, in UTC: by it ignores end. */
  readonly today: string;
  /** The base that is taken out where a rule asks what stands above it; `null`: the first layer, for numbers only. */
  readonly base: Base | null;
  readonly baseline: Baseline | null;
  readonly signal?: AbortSignal;
}

export interface GateOutcome {
  readonly pass: boolean;
  /** In the order of the rules: numbers, layers, paths, growth. */
  readonly verdicts: readonly Verdict[];
  readonly blame: Blame;
  /** The numbers that judged: those of the image, above the base where that is known. */
  readonly analysis: Analysis;
  /** Ignores that have to do with no rule. */
  readonly unused: readonly Ignore[];
  /** Names of budgets for instructions that no layer has: they hold, and maybe for a slip of the pen only. */
  readonly idle: readonly string[];
  /** Names of forbidden rules that do not hold and of which the baseline says nothing: all paths count as new. */
  readonly untold: readonly string[];
  /** True where a baseline tells its layers, so that rules about size and layers name those that grew. */
  readonly grownKnown: boolean;
  /** What forbidden rules found, ignored or not: printable paths by pattern. For baselines. */
  readonly forbidden: NonNullable<Baseline["forbidden"]>;
}

/**
 * Judges an image. Reads content only where a rule about waste failed, or to tell private keys.
 * @throws as `checkJudgeable` and `waste`.
 */
export async function gate(given: Analysis, rules: GateRules, options: GateOptions): Promise<GateOutcome> {
  const { today, base, baseline, signal } = options;
  const analysis = base === null ? given : { ...given, metrics: aboveBase(given.metrics, base.layers) };
  const baseLayers = base?.layers ?? Math.min(1, analysis.image.layers.length);
  const fromLayer = base?.layers ?? 0;
  checkJudgeable(analysis.image, rules, { baseLayers, fromLayer, baseline });
  const covered = await coveredPaths(analysis, rules, options);

  const numbers = judge(rules.numbers, { ...analysis, baseLayers });
  const advise = layerAdviser(analysis, base);
  const layers = rules.layers.map((rule) =>
    judgeLayers(rule, { ...analysis, fromLayer: baseLayers, advise }),
  );
  const advisePath = pathAdviser(analysis, base);
  const paths: PathVerdict[] = [];
  const forbidden = new Map<string, ReadonlySet<string>>();
  for (const [at, rule] of rules.paths.entries()) {
    const old = rule.kind.key === "forbidden" ? oldPaths(analysis.tree, baseline, rule.pattern) : null;
    const own = covered.ignores.filter(({ ignore }) => ignore.rule === null || means(ignore, rule));
    const verdict = judgePaths(rule, {
      ...analysis,
      covered: covered.rules[at],
      fromLayer,
      old,
      ignores: own,
      advise: advisePath,
    });
    paths.push(verdict);
    if (rule.kind.key !== "forbidden") continue;
    forbidden.set(rule.pattern, new Set([...verdict.found].map((node) => pathOf(analysis.tree, node))));
  }
  const growth = baseline === null ? [] : rules.growth.map((rule) => judgeGrowth(rule, analysis, baseline));

  const grown = baseline?.stored ? grownLayers(analysis, baseline.stored) : null;
  const untraced = growth.filter(({ rule }) => grown === null || !isOfLayers(rule));
  const blamedFor = await blame(analysis, [...numbers, ...untraced], { baseLayers, base, signal });
  const facts = { analysis, baseLayers, baseline, advise, grown };
  const told: Told[] = [
    ...numbers.map((one) => ({
      ...one,
      offenders: blamed(one, blamedFor, facts),
    })),
    ...layers,
    ...paths,
    ...growth.map((one) => ({
      ...one,
      offenders: blamed(one, blamedFor, facts),
    })),
  ];
  const verdicts = told.map((one) => verdictOf(one, rules.ignores, today));
  const used = new Set(verdicts.flatMap(({ ignored }) => ignored.map(({ ignore }) => ignore)));
  return {
    pass: gatePasses(verdicts),
    verdicts,
    blame: blamedFor,
    analysis,
    unused: rules.ignores.filter((ignore) => !used.has(ignore)),
    idle: layers.filter(({ rule, found }) => rule.which !== null && found === 0).map(({ rule }) => rule.name),
    untold: paths.filter((one) => !one.pass && isUntold(one.rule, baseline)).map(({ rule }) => rule.name),
    grownKnown: grown !== null,
    forbidden,
  };
}

/** A verdict before what is ignored as a whole. */
interface Told extends Measured {
  readonly offenders: readonly RuleOffender[];
  readonly ignored?: readonly Ignored[];
}

interface Covered {
  /** In the order of the rules about paths. */
  readonly rules: readonly Uint8Array[];
  readonly ignores: readonly CoveringIgnore[];
}

/** The paths that rules and ignores mean, found in one pass. */
async function coveredPaths(
  { image, tree }: Analysis,
  rules: GateRules,
  options: GateOptions,
): Promise<Covered> {
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

function isUntold({ kind, pattern }: PathRule, baseline: Baseline | null): boolean {
  return baseline !== null && kind.key === "forbidden" && baseline.forbidden?.has(pattern) !== true;
}

function oldPaths(tree: FileTree, baseline: Baseline | null, pattern: string): Uint8Array | null {
  const known = baseline?.forbidden?.get(pattern);
  if (known === undefined) return null;
  return Uint8Array.from({ length: tree.size }, (_, node) => Number(known.has(pathOf(tree, node))));
}

function pathOf(tree: FileTree, node: Node): string {
  return escapePath(tree.path(node));
}

function means({ rule }: Ignore, { kind, name }: Rule): boolean {
  return rule === kind.key || rule === name;
}

function verdictOf(
  { rule, actual, pass, offenders, ignored = [] }: Told,
  ignores: readonly Ignore[],
  today: string,
): Verdict {
  const whole = pass
    ? []
    : ignores
        .filter((ignore) => ignore.path === null && means(ignore, rule))
        .map((ignore) => ({ ignore, expired: ignore.until < today, paths: 0, bytes: 0 }));
  const all = [...ignored, ...whole];
  const status = statusOf({ rule, actual, pass }, all);
  return { rule, actual, pass, status, offenders: pass ? [] : offenders, ignored: all };
}

function statusOf({ rule, actual, pass }: Measured, ignored: readonly Ignored[]): Status {
  const inForce = ignored.filter(({ expired }) => !expired);
  if (pass) {
    const more = inForce.reduce(
      (sum, { paths, bytes }) => sum + (rule.kind.unit === "bytes" ? bytes : paths),
      0,
    );
    return actual + more > rule.limit && more > 0 ? "warned" : "passed";
  }
  const whole = inForce.some(({ ignore }) => ignore.path === null);
  return whole || rule.severity === "warning" ? "warned" : "failed";
}

interface BlameFacts {
  readonly analysis: Analysis;
  readonly baseLayers: number;
  readonly baseline: Baseline | null;
  advise(layer: number): Advice | null;
  /** The layers that grew, where the baseline tells. */
  readonly grown: readonly GrownLayer[] | null;
}

function isOfLayers({ growth }: GrowthRule): boolean {
  return growth === "size" || growth === "layers";
}

/** What stands behind a rule about a number of the image: stories of dead bytes, or layers. */
function blamed({ rule, pass }: Measured, found: Blame, facts: BlameFacts): RuleOffender[] {
  if (pass) return [];
  const { key } = rule.kind;
  const { analysis, baseLayers, baseline, advise, grown } = facts;
  if (grown !== null && (key === "newSize" || key === "newLayers")) {
    return grown
      .filter(({ bytes, isNew }) => (key === "newSize" ? bytes > 0 : isNew))
      .map(({ layer, bytes }) => {
        const advice = key === "newLayers" ? FEWER_LAYERS : (advise(layer) ?? SMALLER_IMAGE);
        return { ...asOffender(analysis, layer, advice), bytes };
      });
  }
  const isOld = (node: Node, bytes: number) =>
    (key === "newWastedBytes" || key === "lostEfficiency") &&
    baseline?.copies?.has(copyKey(pathOf(analysis.tree, node), bytes)) === true;
  const aboveOnly = key === "maxSizeAboveBase" || key === "maxLayersAboveBase";
  const ofRule = (layers: readonly number[]) => layers.filter((layer) => !aboveOnly || layer >= baseLayers);
  if (key === "maxSize" || key === "maxSizeAboveBase" || key === "newSize") {
    return ofRule(found.biggestLayers).map((layer) =>
      asOffender(analysis, layer, advise(layer) ?? SMALLER_IMAGE),
    );
  }
  if (key === "maxLayers" || key === "maxLayersAboveBase" || key === "newLayers") {
    return ofRule(found.smallestLayers).map((layer) =>
      asOffender(analysis, layer, advise(layer) ?? SMALLER_IMAGE),
    );
  }
  return found.offenders
    .filter(({ layer }) => key !== "highestWastedPercent" || layer >= baseLayers)
    .map(({ cause, layer, endedBy, advice, adviceSource, inevitable, copies }) => {
      const counted = copies.filter(({ node, bytes }) => !isOld(node, bytes));
      const bytes = counted.reduce((sum, copy) => sum + copy.bytes, 0);
      const nodes = counted.map(({ node }) => node);
      return { bytes, nodes, layer, endedBy, cause, advice, source: adviceSource, inevitable };
    })
    .filter(({ nodes }) => nodes.length > 0)
    .sort(
      (a, b) => Number(a.inevitable) - Number(b.inevitable) || b.bytes - a.bytes || a.nodes[0] - b.nodes[0],
    );
}

function asOffender({ metrics }: Analysis, layer: number, { say, source }: Advice): RuleOffender {
  const bytes = metrics.layers[layer].size ?? 0;
  return { bytes, nodes: [], layer, endedBy: null, cause: null, advice: say, source };
}
