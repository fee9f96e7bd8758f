import { layerAdviser } from "../advice/layer-advice.js";
import type { Analysis } from "../analyze.js";
import type { Base } from "../base.js";
import { aboveBase, type ImageMetrics } from "../metrics.js";
import { type Baseline, type GrowthRule, judgeGrowth } from "./baseline.js";
import { toPass } from "./distance.js";
import { judgeAllPaths } from "./gate-paths.js";
import { grownLayers } from "./grown-layers.js";
import { judgeLayers, type LayerRule } from "./layer-rules.js";
import { layersMeant } from "./matching-layers.js";
import { type Blame, blame } from "./offenders.js";
import type { PathRule } from "./path-rules.js";
import { blamed } from "./rule-offenders.js";
import { judge, type Measured, type NumberRule, type Rule } from "./rules.js";
import { checkJudgeable } from "./unknown-layers.js";
import {
  gatePasses,
  type Ignore,
  type Ignored,
  isOver,
  type RuleOffender,
  type Status,
  type Verdict,
} from "./verdict.js";
import { wasteCounter } from "./waste-ignores.js";

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
  const meant = layersMeant(rules.layers, analysis.image, baseLayers);
  checkJudgeable(analysis.image, rules, { baseLayers, fromLayer, baseline, meant });
  const counted = wasteCounter(analysis, rules.ignores, { today, baseLayers, baseline });
  const numbers = judge(rules.numbers, { ...analysis, baseLayers, counted });
  const advise = layerAdviser(analysis, base);
  const layers = rules.layers.map((rule) =>
    judgeLayers(rule, { metrics: analysis.metrics, meant: meant.get(rule) ?? [], advise }),
  );
  const paths = await judgeAllPaths(analysis, rules, options);
  const growth =
    baseline === null ? [] : rules.growth.map((rule) => judgeGrowth(rule, counted(rule), baseline));

  const grown = baseline?.stored ? grownLayers(analysis, baseline.stored) : null;
  const untraced = growth.filter(({ rule }) => grown === null || !isOfLayers(rule));
  const blamedFor = await blame(analysis, [...numbers, ...untraced], { baseLayers, base, signal });
  const facts = { analysis, baseLayers, baseline, advise, grown, knownBase: fromLayer };
  const traced = (one: Measured): Told => {
    const { leftOut, ignored, metrics } = counted(one.rule);
    return { ...one, offenders: blamed(one, blamedFor, { ...facts, leftOut }), ignored, metrics };
  };
  const told: Told[] = [...numbers.map(traced), ...layers, ...paths.verdicts, ...growth.map(traced)];
  const wholeFor = wholeIgnores(rules.ignores);
  const verdicts = told.map((one) => {
    const distance = toPass(one, { metrics: one.metrics ?? analysis.metrics, baseLayers, baseline });
    return verdictOf({ ...one, toPass: distance }, wholeFor(one.rule), today);
  });
  const used = new Set([
    ...paths.touched,
    ...verdicts.flatMap(({ ignored }) => ignored.map(({ ignore }) => ignore)),
  ]);
  return {
    pass: gatePasses(verdicts),
    verdicts,
    blame: blamedFor,
    analysis,
    unused: rules.ignores.filter((ignore) => !used.has(ignore)),
    idle: layers.filter(({ rule, found }) => rule.which !== null && found === 0).map(({ rule }) => rule.name),
    untold: paths.untold,
    grownKnown: grown !== null,
    forbidden: paths.forbidden,
  };
}

function isOfLayers({ growth }: GrowthRule): boolean {
  return growth === "size" || growth === "layers";
}

/** A verdict before what is ignored as a whole. */
interface Told extends Measured {
  readonly offenders: readonly RuleOffender[];
  readonly ignored?: readonly Ignored[];
  /** The numbers of the image as the rule counts it. */
  readonly metrics?: ImageMetrics;
}

/** The ignores without a path, by the rule that they are about. */
function wholeIgnores(ignores: readonly Ignore[]): (rule: Rule) => readonly Ignore[] {
  const byRule = new Map<string | null, Ignore[]>();
  for (const ignore of ignores.filter(({ path }) => path === null)) {
    const same = byRule.get(ignore.rule);
    if (same === undefined) byRule.set(ignore.rule, [ignore]);
    else same.push(ignore);
  }
  return ({ kind, name }) => [...new Set([kind.key, name])].flatMap((one) => byRule.get(one) ?? []);
}

function verdictOf(
  { rule, actual, pass, offenders, toPass, ignored = [] }: Told & Pick<Verdict, "toPass">,
  ignores: readonly Ignore[],
  today: string,
): Verdict {
  const whole = pass
    ? []
    : ignores.map((ignore) => ({ ignore, expired: isOver(ignore, today), paths: 0, bytes: 0 }));
  const all = [...ignored, ...whole];
  const status = statusOf({ rule, actual, pass }, all);
  return { rule, actual, pass, status, offenders: pass ? [] : offenders, ignored: all, toPass };
}

function statusOf({ rule, actual, pass }: Measured, ignored: readonly Ignored[]): Status {
  const inForce = ignored.filter(({ expired }) => !expired);
  if (pass)
    return inForce.some(({ ignore }) => ignore.until !== null) && isSpared(rule, actual, inForce)
      ? "warned"
      : "passed";
  const whole = inForce.some(({ ignore }) => ignore.path === null);
  return whole || rule.severity === "warning" ? "warned" : "failed";
}

/** True if a rule would not pass without the ignores that end on some day. */
function isSpared({ kind, limit }: Rule, actual: number, ignored: readonly Ignored[]): boolean {
  if (kind.unit === "ratio") return true;
  const more = ignored
    .filter(({ ignore }) => ignore.until !== null)
    .reduce((sum, { paths, bytes }) => sum + (kind.unit === "bytes" ? bytes : paths), 0);
  return more > 0 && actual + more > limit;
}
