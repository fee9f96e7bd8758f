import { SOURCES } from "../../advice/sources.js";
import type { NumberRuleKind } from "./rule-kind.js";

export const HIGHEST_WASTED_PERCENT = {
  key: "highestWastedPercent",
  diveKey: "highestUserWastedPercent",
  flag: {
    name: "highest-wasted-percent",
    describe: "Largest wasted part above the base: 0.1, 10%, disabled",
  },
  unit: "ratio",
  bound: "highest",
  topic: "waste",
  aboveBase: true,
  subject: "the wasted part above the base",
  defaultLimit: 0.1,
  measure: ({ wastedPercent }) => wastedPercent,
  doc: {
    what: "Fails if more than this part of the bytes written above the base is wasted.",
    why: "The waste of the base image does not count, because only another base image can change it.",
    example: "highestWastedPercent: 10%",
    source: SOURCES.layers,
  },
} as const satisfies NumberRuleKind;
