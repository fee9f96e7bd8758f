import { SOURCES } from "../../advice/sources.js";
import type { GrowthRuleKind, NumberRuleKind } from "./rule-kind.js";

export const MAX_SIZE = {
  key: "maxSize",
  diveKey: null,
  flag: { name: "max-size", describe: "Largest size of the image: 500MB, disabled" },
  unit: "bytes",
  bound: "highest",
  topic: "size",
  aboveBase: false,
  subject: "the image's size",
  defaultLimit: null,
  measure: ({ size }) => size,
  doc: {
    what: "Fails if all layers together contain more bytes than this, uncompressed.",
    why: "Images grow a little with every change. A limit makes growth a decision. Build in a separate stage and copy the result with COPY --from.",
    example: "maxSize: 500MB",
    source: SOURCES.multiStage,
  },
} as const satisfies NumberRuleKind;

export const MAX_SIZE_ABOVE_BASE = {
  key: "maxSizeAboveBase",
  diveKey: null,
  flag: null,
  unit: "bytes",
  bound: "highest",
  topic: "size",
  aboveBase: true,
  subject: "the size above the base",
  defaultLimit: null,
  measure: ({ sizeAboveBase }) => sizeAboveBase,
  doc: {
    what: "Fails if the layers above the base contain more bytes than this.",
    why: "Like maxSize, but without the base image: only the bytes that this build adds.",
    example: "maxSizeAboveBase: 150MB",
    source: SOURCES.multiStage,
  },
} as const satisfies NumberRuleKind;

export const NEW_SIZE = {
  key: "newSize",
  growth: "size",
  diveKey: null,
  flag: null,
  unit: "bytes",
  bound: "highest",
  topic: "size",
  aboveBase: false,
  subject: "size beyond the baseline",
  whole: ({ size }) => size,
  measure: ({ size }, earlier) => Math.max(size - earlier.size, 0),
  doc: {
    what: "Fails if the image grew by more than this since the baseline.",
    why: "An image that is large must not get larger unnoticed.",
    example: "baseline:\n  growth:\n    size: 5%",
  },
} as const satisfies GrowthRuleKind;
