import { layerAdviser } from "../advice/layer-advice.js";
import type { Analysis } from "../analyze.js";
import type { Base } from "../base-image.js";
import { aboveBase, type ImageMetrics } from "../metrics.js";
import { type Baseline, type GrowthRule, measureGrowth } from "./baseline.js";
import { toPass } from "./distance.js";
import { measureAllPaths } from "./gate-paths.js";
import { grownLayers } from "./grown-layers.js";
import { matchingLayers } from "./matching-layers.js";
import { measureNumbers, numbersOf } from "./measure-numbers.js";
import { type ImageOffenders, imageOffenders } from "./offenders.js";
import type { Measured, NumberRule, Rule } from "./rule.js";
import { ruleOffenders } from "./rule-offenders.js";
import { type LayerRule, measureLayers } from "./rules/layer-size.js";
import type { PathRule } from "./rules/path-rules.js";
import { checkLayersAreKnown } from "./unknown-layers.js";
import {
  gatePasses,
  type Ignore,
  type Ignored,
  isExpired,
  namesRule,
  type RuleOffender,
  type Status,
  type Verdict,
} from "./verdict.js";
import { wasteCounter } from "./waste-ignores.js";

/** All rules that are on, and the accepted exceptions. */
export interface GateRules {
  readonly numbers: readonly NumberRule[];
  readonly layers: readonly LayerRule[];
  readonly paths: readonly PathRule[];
  readonly growth: readonly GrowthRule[];
  readonly ignores: readonly Ignore[];
}

export interface GateOptions {
  /** `YYYY-MM-DD`, in UTC. It decides which ignores are expired. */
  readonly today: string;
  /**
   * The base image, for rules about the layers above it. `null`: it is unknown. Then rules about numbers
   * treat the first layer as the base.
   */
  readonly base: Base | null;
  readonly baseline: Baseline | null;
  readonly signal?: AbortSignal;
}

export interface GateOutcome {
  readonly pass: boolean;
  /** In the order of the rules: numbers, layers, paths, growth. */
  readonly verdicts: readonly Verdict[];
  readonly imageOffenders: ImageOffenders;
  /** The analysis that the results are computed from: above the base, if that is known. */
  readonly analysis: Analysis;
  /** Ignores that match nothing. */
  readonly unused: readonly Ignore[];
  /**
   * Names of budgets whose instruction matches no layer. They pass, but the instruction may be misspelled.
   */
  readonly unmatched: readonly string[];
  /** Names of failed forbidden rules that are not in the baseline. All paths of such a rule count as new. */
  readonly notInBaseline: readonly string[];
  /**
   * True if the baseline contains its layers. Then rules about size and layers can name the layers that grew.
   */
  readonly grownKnown: boolean;
  /** The paths that forbidden rules found, also ignored paths: printable, by pattern. For baselines. */
  readonly forbidden: NonNullable<Baseline["forbidden"]>;
}

/**
 * Checks an image against rules. File contents are read only if a rule about waste failed, or to find private
 * keys and secrets.
 * @throws as `checkLayersAreKnown` and `waste`.
 */
export async function gate(given: Analysis, rules: GateRules, options: GateOptions): Promise<GateOutcome> {
  const { today, base, baseline, signal } = options;
  const analysis = base === null ? given : { ...given, metrics: aboveBase(given.metrics, base.layers) };
  const baseLayers = base?.layers ?? Math.min(1, analysis.image.layers.length);
  const fromLayer = base?.layers ?? 0;
  const matching = matchingLayers(rules.layers, analysis.image, baseLayers);
  checkLayersAreKnown(analysis.image, rules, { baseLayers, fromLayer, baseline, matching });
  const counted = wasteCounter(analysis, rules.ignores, { today, baseLayers, baseline });
  const numbers = measureNumbers(rules.numbers, { ...analysis, baseLayers, counted });
  const advise = layerAdviser(analysis, base);
  const layers = rules.layers.map((rule) =>
    measureLayers(rule, { metrics: analysis.metrics, matching: matching.get(rule) ?? [], advise }),
  );
  const paths = await measureAllPaths(analysis, rules, options);
  const growth =
    baseline === null
      ? []
      : rules.growth.map((rule) =>
          measureGrowth(rule, numbersOf(counted(rule).metrics, baseLayers), baseline),
        );

  const grown = baseline?.stored ? grownLayers(analysis, baseline.stored) : null;
  // Rules about size and layers name the layers that grew, if those are known.
  const unknownGrowth = growth.filter(({ rule }) => grown === null || rule.kind.topic === "waste");
  const found = await imageOffenders(analysis, [...numbers, ...unknownGrowth], { baseLayers, base, signal });
  const facts = { analysis, baseLayers, baseline, advise, grown, knownBase: fromLayer };
  const explained = (one: Measured): Result => {
    const { leftOut, ignored, metrics } = counted(one.rule);
    return { ...one, offenders: ruleOffenders(one, found, { ...facts, leftOut }), ignored, metrics };
  };
  const results: readonly Result[] = [
    ...numbers.map(explained),
    ...layers,
    ...paths.verdicts,
    ...growth.map(explained),
  ];
  const wholeIgnores = rules.ignores.filter(({ path }) => path === null);
  const verdicts = results.map((one) => {
    const imageNumbers = numbersOf(one.metrics ?? analysis.metrics, baseLayers);
    const distance = toPass(one, { numbers: imageNumbers, baseline });
    const ignores = wholeIgnores.filter((ignore) => namesRule(ignore, one.rule));
    return verdictOf({ ...one, toPass: distance }, ignores, today);
  });
  const used = new Set([
    ...paths.matchedIgnores,
    ...verdicts.flatMap(({ ignored }) => ignored.map(({ ignore }) => ignore)),
  ]);
  return {
    pass: gatePasses(verdicts),
    verdicts,
    imageOffenders: found,
    analysis,
    unused: rules.ignores.filter((ignore) => !used.has(ignore)),
    unmatched: layers
      .filter(({ rule, matched }) => rule.which !== null && matched === 0)
      .map(({ rule }) => rule.name),
    notInBaseline: paths.notInBaseline,
    grownKnown: grown !== null,
    forbidden: paths.forbidden,
  };
}

/** The result of a rule before ignores of the whole rule are applied. */
interface Result extends Measured {
  readonly offenders: readonly RuleOffender[];
  readonly ignored?: readonly Ignored[];
  /** The numbers without what the rule ignores. */
  readonly metrics?: ImageMetrics;
}

function verdictOf(
  { rule, actual, pass, offenders, toPass, ignored = [] }: Result & Pick<Verdict, "toPass">,
  ignores: readonly Ignore[],
  today: string,
): Verdict {
  const whole = pass
    ? []
    : ignores.map((ignore) => ({ ignore, expired: isExpired(ignore, today), paths: 0, bytes: 0 }));
  const all = [...ignored, ...whole];
  const status = statusOf({ rule, actual, pass }, all);
  return { rule, actual, pass, status, offenders: pass ? [] : offenders, ignored: all, toPass };
}

function statusOf({ rule, actual, pass }: Measured, ignored: readonly Ignored[]): Status {
  const inForce = ignored.filter(({ expired }) => !expired);
  if (pass)
    return inForce.some(({ ignore }) => ignore.until !== null) && passesByIgnores(rule, actual, inForce)
      ? "warned"
      : "passed";
  const whole = inForce.some(({ ignore }) => ignore.path === null);
  return whole || rule.severity === "warning" ? "warned" : "failed";
}

/** Returns true if a rule passes only because of ignores that have a last day. */
function passesByIgnores({ kind, limit }: Rule, actual: number, ignored: readonly Ignored[]): boolean {
  if (kind.unit === "ratio") return true;
  const more = ignored
    .filter(({ ignore }) => ignore.until !== null)
    .reduce((sum, { paths, bytes }) => sum + (kind.unit === "bytes" ? bytes : paths), 0);
  return more > 0 && actual + more > limit;
}
