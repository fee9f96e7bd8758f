import { fail } from "../../errors.js";
import type { Image } from "../../image/image.js";
import { sourceName } from "../../image/source-name.js";
import { escapeText } from "../../text/escape.js";
import type { Baseline, GrowthRule } from "./baseline.js";
import type { NumberRule } from "./rule.js";
import type { LayerRule } from "./rules/layer-size.js";
import type { PathRule } from "./rules/path-rules.js";

/** The rules that are on, by kind. */
interface Rules {
  readonly numbers: readonly NumberRule[];
  readonly layers: readonly LayerRule[];
  readonly paths: readonly PathRule[];
  readonly growth: readonly GrowthRule[];
}

interface Bounds {
  /**
   * The number of base layers, for rules about numbers. Also the first layer that counts for rules about
   * paths.
   */
  readonly baseLayers: number;
  readonly fromLayer: number;
  readonly baseline: Baseline | null;
  /** The layers that each rule about layers matches. */
  readonly matching: ReadonlyMap<LayerRule, readonly number[]>;
}

/**
 * Checks that no result of a rule depends on an unknown fact: the size of a layer whose blob is missing, a
 * layer that does not exist, or the size of an earlier image.
 * @throws LayerxError `unknown-layer`, `bad-rules`, `bad-baseline`.
 */
export function checkLayersAreKnown(image: Image, rules: Rules, bounds: Bounds): void {
  for (const rule of rules.layers) checkLayerExists(image, rule);
  const unknown = image.layers.filter(({ available }) => !available).map(({ index }) => index);
  const needs: (readonly [name: string, needsLayer: (layer: number) => boolean])[] = [
    ...rules.numbers.map((rule) => [rule.name, (layer: number) => numberNeeds(rule, layer, bounds)] as const),
    ...rules.layers.map(
      (rule) => [rule.name, (layer: number) => bounds.matching.get(rule)?.includes(layer) === true] as const,
    ),
    ...rules.paths.map((rule) => [rule.name, (layer: number) => layer >= bounds.fromLayer] as const),
    ...rules.growth.map((rule) => [rule.name, () => rule.growth !== "layers"] as const),
  ];
  for (const [name, needsLayer] of needs) {
    const layer = unknown.find(needsLayer);
    if (layer !== undefined) fail("unknown-layer", { rule: name, layer, input: sourceName(image.source) });
  }
  const sized = rules.growth.some(({ growth }) => growth !== "layers");
  if (sized && bounds.baseline?.whole === false) {
    fail("bad-baseline", {
      where: escapeText(bounds.baseline.name),
      problem: "one of its layers was missing, so its size is unknown",
      next: "use a baseline of an image that has all its layers",
    });
  }
}

/**
 * Returns true if a rule needs the size of a layer. Dive's arithmetic needs the sizes of all layers, also of
 * the base.
 */
function numberNeeds({ kind, basis }: NumberRule, layer: number, { baseLayers }: Bounds): boolean {
  if (kind.topic === "layer count") return false;
  return basis === "dive" || !kind.aboveBase || layer >= baseLayers;
}

function checkLayerExists({ layers, source }: Image, { which, name, where }: LayerRule): void {
  if (typeof which !== "number" || which < layers.length) return;
  const has = layers.length === 0 ? "no layer" : `layers 0 to ${layers.length - 1}`;
  fail("bad-rules", {
    where: escapeText(where),
    problem: `${name} is about a layer that does not exist: ${sourceName(source)} has ${has}`,
    next: "correct the number, or use the instruction: 'COPY *'",
  });
}
