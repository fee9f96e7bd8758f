import { fail } from "../../errors.js";
import type { Image } from "../../image/image.js";
import { sourceName } from "../../image/source-name.js";
import { escapeText } from "../../text/escape.js";
import type { Baseline, GrowthRule } from "./baseline.js";
import type { LayerRule } from "./layer-rules.js";
import type { PathRule } from "./path-rules.js";
import type { NumberRule } from "./rules.js";

/** The rules that are on, by what they are about. */
interface Rules {
  readonly numbers: readonly NumberRule[];
  readonly layers: readonly LayerRule[];
  readonly paths: readonly PathRule[];
  readonly growth: readonly GrowthRule[];
}

interface Bounds {
  /** Layers that count as the base's for numbers, and for paths. */
  readonly baseLayers: number;
  readonly fromLayer: number;
  readonly baseline: Baseline | null;
  /** The layers that each rule about layers is about. */
  readonly meant: ReadonlyMap<LayerRule, readonly number[]>;
}

/**
 * Fails where a rule would hold, or not, by what nobody knows: what a layer stores whose blob is not in the image, a
 * layer that is not there, a baseline that does not know its own size.
 * @throws LayerxError `unknown-layer`, `bad-rules`, `bad-baseline`.
 */
export function checkJudgeable(image: Image, rules: Rules, bounds: Bounds): void {
  for (const rule of rules.layers) checkLayerIsThere(image, rule);
  const unknown = image.layers.filter(({ available }) => !available).map(({ index }) => index);
  const hangs: (readonly [name: string, hangsOn: (layer: number) => boolean])[] = [
    ...rules.numbers.map(
      (rule) => [rule.name, (layer: number) => numberHangsOn(rule, layer, bounds)] as const,
    ),
    ...rules.layers.map(
      (rule) => [rule.name, (layer: number) => bounds.meant.get(rule)?.includes(layer) === true] as const,
    ),
    ...rules.paths.map((rule) => [rule.name, (layer: number) => layer >= bounds.fromLayer] as const),
    ...rules.growth.map((rule) => [rule.name, () => rule.growth !== "layers"] as const),
  ];
  for (const [name, hangsOn] of hangs) {
    const layer = unknown.find(hangsOn);
    if (layer !== undefined) fail("unknown-layer", { rule: name, layer, input: sourceName(image.source) });
  }
  const sized = rules.growth.some(({ growth }) => growth !== "layers");
  if (sized && bounds.baseline?.whole === false) {
    fail("bad-baseline", {
      where: escapeText(bounds.baseline.name),
      problem: "a layer of it was not there, so its size is not known",
      next: "give one of an image that has all its layers",
    });
  }
}

/** Dive's arithmetic knows no base but the first layer, and no layer that is not there. */
function numberHangsOn({ kind, basis }: NumberRule, layer: number, { baseLayers }: Bounds): boolean {
  if (kind.unit === "layers") return false;
  const above = kind.key.endsWith("AboveBase") || kind.key === "highestWastedPercent";
  return basis === "dive" || !above || layer >= baseLayers;
}

function checkLayerIsThere({ layers, source }: Image, { which, name, where }: LayerRule): void {
  if (typeof which !== "number" || which < layers.length) return;
  const has = layers.length === 0 ? "no layer" : `layers 0 to ${layers.length - 1}`;
  fail("bad-rules", {
    where: escapeText(where),
    problem: `${name} is about a layer that is not there: ${sourceName(source)} has ${has}`,
    next: "correct the number, or name the instruction: 'COPY *'",
  });
}
