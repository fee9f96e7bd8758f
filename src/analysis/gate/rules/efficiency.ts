import { SOURCES } from "../../advice/sources.js";
import { partOf } from "../../metrics.js";
import type { GrowthRuleKind, NumberRuleKind } from "./rule-kind.js";

export const LOWEST_EFFICIENCY = {
  key: "lowestEfficiency",
  diveKey: "lowestEfficiency",
  flag: { name: "lowest-efficiency", describe: "Lowest efficiency: 0.95, 95%, disabled" },
  unit: "ratio",
  bound: "lowest",
  topic: "waste",
  aboveBase: false,
  subject: "efficiency",
  defaultLimit: 0.9,
  measure: ({ efficiency }) => efficiency,
  doc: {
    what: "Fails if less than this part of all stored bytes is in the final filesystem.",
    why: "The other bytes are pulled with the image, but no container can see them. Remove files in the same RUN that creates them.",
    example: "lowestEfficiency: 90%",
    source: SOURCES.layers,
  },
} as const satisfies NumberRuleKind;

export const LOWEST_EFFICIENCY_ABOVE_BASE = {
  key: "lowestEfficiencyAboveBase",
  diveKey: null,
  flag: null,
  unit: "ratio",
  bound: "lowest",
  topic: "waste",
  aboveBase: true,
  subject: "efficiency above the base",
  defaultLimit: null,
  measure: ({ wastedBytesAboveBase, sizeAboveBase }) => 1 - partOf(wastedBytesAboveBase, sizeAboveBase),
  doc: {
    what: "Fails if less than this part of the bytes written above the base is in the final filesystem.",
    why: "Like lowestEfficiency, but without the base image. A large base image hides waste in the layers above it, and you cannot change its own waste.",
    example: "lowestEfficiencyAboveBase: 95%",
    source: SOURCES.layers,
  },
} as const satisfies NumberRuleKind;

export const LOST_EFFICIENCY = {
  key: "lostEfficiency",
  growth: "efficiency",
  diveKey: null,
  flag: null,
  unit: "ratio",
  bound: "highest",
  topic: "waste",
  aboveBase: false,
  subject: "efficiency lost since the baseline",
  whole: () => 1,
  // Rounded to a billionth, because the last digits of a difference of doubles are not exact.
  measure: ({ efficiency }, earlier) =>
    Math.max(Math.round((earlier.efficiency - efficiency) * 1e9) / 1e9, 0),
  doc: {
    what: "Fails if the efficiency decreased by more than this since the baseline.",
    why: "An image that has waste must not get more of it.",
    example: "baseline:\n  growth:\n    efficiency: 0.5%",
  },
} as const satisfies GrowthRuleKind;
