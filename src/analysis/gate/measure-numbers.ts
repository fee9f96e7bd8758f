import type { FileTree } from "../../tree/file-tree.js";
import { diveMetrics } from "../dive.js";
import { efficiencyOf, type ImageMetrics, partOf, wasteAbove } from "../metrics.js";
import { type Measured, measured, type NumberRule, type Rule } from "./rule.js";
import type { ImageNumbers } from "./rules/rule-kind.js";

/** Returns the exact numbers for rules. `metrics.userSize` must be the size above `baseLayers` layers. */
export function numbersOf(metrics: ImageMetrics, baseLayers: number): ImageNumbers {
  const { size, rootfsSize, wastedBytes, efficiency, wastedPercent, userSize } = metrics;
  return {
    size,
    rootfsSize,
    layers: metrics.layers.length,
    wastedBytes,
    efficiency,
    wastedPercent,
    sizeAboveBase: userSize,
    layersAboveBase: metrics.layers.length - baseLayers,
    wastedBytesAboveBase: wasteAbove(metrics, baseLayers),
  };
}

/** Returns the exact numbers after `bytes` wasted bytes above the base are removed. */
export function withoutWaste(numbers: ImageNumbers, bytes: number): ImageNumbers {
  const size = numbers.size - bytes;
  const sizeAboveBase = numbers.sizeAboveBase - bytes;
  const wastedBytesAboveBase = numbers.wastedBytesAboveBase - bytes;
  return {
    ...numbers,
    size,
    sizeAboveBase,
    wastedBytesAboveBase,
    wastedBytes: numbers.wastedBytes - bytes,
    efficiency: efficiencyOf(numbers.rootfsSize, size),
    wastedPercent: partOf(wastedBytesAboveBase, sizeAboveBase),
  };
}

interface MeasuredImage {
  readonly tree: FileTree;
  readonly metrics: ImageMetrics;
  /** The number of base layers; 1 by default, as for an unknown base. */
  readonly baseLayers?: number;
  /** Returns the numbers without the paths that the rule ignores. By default the whole image counts. */
  counted?(rule: Rule): { readonly metrics: ImageMetrics; readonly leftOut: Uint8Array | null };
}

/** Measures each rule about a number. Dive's numbers are computed only if a rule needs them. */
export function measureNumbers(rules: readonly NumberRule[], image: MeasuredImage): Measured<NumberRule>[] {
  const { tree, baseLayers = Math.min(1, image.metrics.layers.length) } = image;
  let whole: DiveNumbers | null = null;
  const dive = (leftOut: Uint8Array | null) => {
    if (leftOut !== null) return diveNumbers(tree, leftOut);
    whole ??= diveNumbers(tree);
    return whole;
  };
  return rules.map((rule) => {
    const { metrics, leftOut } = image.counted?.(rule) ?? { metrics: image.metrics, leftOut: null };
    const exact = numbersOf(metrics, baseLayers);
    return measured(rule, rule.kind.measure(rule.basis === "dive" ? { ...exact, ...dive(leftOut) } : exact));
  });
}

type DiveNumbers = Pick<ImageNumbers, "efficiency" | "wastedBytes" | "wastedPercent">;

function diveNumbers(tree: FileTree, leftOut?: Uint8Array): DiveNumbers {
  const { efficiency, wastedBytes, userWastedPercent } = diveMetrics(tree, leftOut);
  return { efficiency, wastedBytes, wastedPercent: userWastedPercent };
}
