import { LOST_EFFICIENCY, LOWEST_EFFICIENCY, LOWEST_EFFICIENCY_ABOVE_BASE } from "./efficiency.js";
import { MAX_SIZE, MAX_SIZE_ABOVE_BASE, NEW_SIZE } from "./image-size.js";
import { MAX_LAYERS, MAX_LAYERS_ABOVE_BASE, NEW_LAYERS } from "./layer-count.js";
import { LAYER_BUDGETS, MAX_LAYER_SIZE } from "./layer-size.js";
import { BUDGETS, FORBIDDEN } from "./path-rules.js";
import { HIGHEST_WASTED_BYTES, HIGHEST_WASTED_BYTES_ABOVE_BASE, NEW_WASTED_BYTES } from "./wasted-bytes.js";
import { HIGHEST_WASTED_PERCENT } from "./wasted-percent.js";

/** The rules about one number of the image, in the order of reports. */
export const NUMBER_RULES = [
  LOWEST_EFFICIENCY,
  HIGHEST_WASTED_BYTES,
  HIGHEST_WASTED_PERCENT,
  MAX_LAYERS,
  MAX_SIZE,
  MAX_LAYERS_ABOVE_BASE,
  MAX_SIZE_ABOVE_BASE,
  HIGHEST_WASTED_BYTES_ABOVE_BASE,
  LOWEST_EFFICIENCY_ABOVE_BASE,
] as const;

/** The rules that a baseline sets, in the order of reports. */
export const GROWTH_RULES = [NEW_WASTED_BYTES, NEW_SIZE, NEW_LAYERS, LOST_EFFICIENCY] as const;

/** The rules that a file lists: about single layers and about paths. */
export const LIST_RULES = [MAX_LAYER_SIZE, LAYER_BUDGETS, BUDGETS, FORBIDDEN] as const;

export type RuleKey = (typeof NUMBER_RULES)[number]["key"];

const ALL = [...NUMBER_RULES, ...GROWTH_RULES, ...LIST_RULES];
const WASTE_KEYS: ReadonlySet<string> = new Set(
  ALL.filter(({ topic }) => topic === "waste").map(({ key }) => key),
);

/** Returns true for the key of a rule about waste. */
export function isAboutWaste(key: string | null): boolean {
  return key !== null && WASTE_KEYS.has(key);
}
