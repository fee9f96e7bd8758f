import { SOURCES } from "../../advice/sources.js";
import type { GrowthRuleKind, NumberRuleKind } from "./rule-kind.js";

export const MAX_LAYERS = {
  key: "maxLayers",
  diveKey: null,
  flag: { name: "max-layers", describe: "Most filesystem layers: 20, disabled" },
  unit: "layers",
  bound: "highest",
  topic: "layer count",
  aboveBase: false,
  subject: "the number of layers",
  defaultLimit: null,
  measure: ({ layers }) => layers,
  doc: {
    what: "Fails if the image has more filesystem layers than this.",
    why: "Each layer is pulled and unpacked separately, and engines accept at most 127. Join RUN instructions with &&.",
    example: "maxLayers: 20",
    source: SOURCES.run,
  },
} as const satisfies NumberRuleKind;

export const MAX_LAYERS_ABOVE_BASE = {
  key: "maxLayersAboveBase",
  diveKey: null,
  flag: null,
  unit: "layers",
  bound: "highest",
  topic: "layer count",
  aboveBase: true,
  subject: "the number of layers above the base",
  defaultLimit: null,
  measure: ({ layersAboveBase }) => layersAboveBase,
  doc: {
    what: "Fails if there are more filesystem layers above the base than this.",
    why: "Like maxLayers, but without the layers of the base image.",
    example: "maxLayersAboveBase: 8",
    source: SOURCES.run,
  },
} as const satisfies NumberRuleKind;

export const NEW_LAYERS = {
  key: "newLayers",
  growth: "layers",
  diveKey: null,
  flag: null,
  unit: "layers",
  bound: "highest",
  topic: "layer count",
  aboveBase: false,
  subject: "the number of layers beyond the baseline",
  whole: ({ layers }) => layers,
  measure: ({ layers }, earlier) => Math.max(layers - earlier.layers, 0),
  doc: {
    what: "Fails if more filesystem layers than this were added since the baseline.",
    why: "Each layer is pulled and unpacked separately.",
    example: "baseline:\n  growth:\n    layers: 1",
  },
} as const satisfies GrowthRuleKind;
