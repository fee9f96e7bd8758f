import { SOURCES } from "../../advice/sources.js";
import type { GrowthRuleKind, NumberRuleKind } from "./rule-kind.js";

export const HIGHEST_WASTED_BYTES = {
  key: "highestWastedBytes",
  diveKey: "highestWastedBytes",
  flag: { name: "highest-wasted-bytes", describe: "Most wasted bytes: 20MB, disabled" },
  unit: "bytes",
  bound: "highest",
  topic: "waste",
  aboveBase: false,
  subject: "waste",
  defaultLimit: null,
  measure: ({ wastedBytes }) => wastedBytes,
  doc: {
    what: "Fails if more bytes than this are wasted: a later layer overwrote or removed them, but they are still shipped.",
    why: "A limit that does not grow with the image. The report names the instruction that wrote the bytes, and the one that removed them.",
    example: "highestWastedBytes: 20MB",
    source: SOURCES.layers,
  },
} as const satisfies NumberRuleKind;

export const HIGHEST_WASTED_BYTES_ABOVE_BASE = {
  key: "highestWastedBytesAboveBase",
  diveKey: null,
  flag: null,
  unit: "bytes",
  bound: "highest",
  topic: "waste",
  aboveBase: true,
  subject: "waste above the base",
  defaultLimit: null,
  measure: ({ wastedBytesAboveBase }) => wastedBytesAboveBase,
  doc: {
    what: "Fails if the layers above the base wrote more wasted bytes than this.",
    why: "Like highestWastedBytes, but without the waste of the base image, which only another base image can change.",
    example: "highestWastedBytesAboveBase: 5MB",
    source: SOURCES.layers,
  },
} as const satisfies NumberRuleKind;

export const NEW_WASTED_BYTES = {
  key: "newWastedBytes",
  growth: "wastedBytes",
  diveKey: null,
  flag: null,
  unit: "bytes",
  bound: "highest",
  topic: "waste",
  aboveBase: false,
  subject: "waste beyond the baseline",
  whole: ({ wastedBytes }) => wastedBytes,
  measure: ({ wastedBytes }, earlier) => Math.max(wastedBytes - earlier.wastedBytes, 0),
  doc: {
    what: "Fails if the wasted bytes grew by more than this since the baseline.",
    why: "An image that has waste must not get more of it. The report names only copies that the baseline does not have.",
    example: "baseline:\n  growth:\n    wastedBytes: 100kB",
  },
} as const satisfies GrowthRuleKind;
