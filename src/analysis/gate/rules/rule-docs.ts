import { SOURCES } from "../../advice/sources.js";
import { GROWTH_RULES, LIST_RULES, NUMBER_RULES, type RuleKey } from "./all-rules.js";
import type { RuleDoc } from "./rule-kind.js";

/** The keys of `.layerx.yaml` that are settings of other rules. */
const SETTINGS = {
  extends: {
    what: "Takes the rules of other files. A rule in this file replaces the same rule of those files.",
    why: "A team keeps its rules in one place. A path is relative to the folder of the file that names it.",
    example: "extends: team.layerx.yaml",
  },
  base: {
    what: "Says where the base image ends: a number of layers, an image whose layers it shares, or auto.",
    why: "You cannot change your base image, so rules about paths and layers count only the layers above it. With auto layerx guesses from the image history. If the history shows no base image, the report says so, and all layers count.",
    example: "base: auto",
    source: SOURCES.base,
  },
  ignore: {
    what: "Accepts what a rule finds, with a reason. With a day in `until`, the rule only warns until that day, and fails after it.",
    why: "A known exception does not fail the gate. For a rule about waste, the wasted bytes at the path do not count. Without `until` the exception never expires. Days are in UTC.",
    example:
      "ignore:\n  - rule: forbidden\n    path: /app/test/key.pem\n    reason: a public key for tests\n    until: 2027-01-31\n  - rule: lowestEfficiency\n    path: /var/lib/dpkg/**\n    reason: every install rewrites it",
  },
  baseline: {
    what: "Fails if the image got worse since an earlier report: waste, size, layers, efficiency, forbidden paths.",
    why: "An image that fails rules now must at least not get worse. By default nothing may grow. --update-baseline accepts the present state.",
    example: "baseline:\n  file: layerx-baseline.json\n  growth:\n    size: 5%\n    wastedBytes: 100kB",
  },
} as const satisfies Record<string, RuleDoc>;

type ListKey = (typeof LIST_RULES)[number]["key"];
/** A key of `.layerx.yaml`. */
export type FileKey = keyof typeof SETTINGS | RuleKey | ListKey;

/** The documentation of every key of `.layerx.yaml`, in the order that is best for reading a file. */
export const RULE_DOCS: ReadonlyMap<string, RuleDoc> = new Map<string, RuleDoc>([
  ["extends", SETTINGS.extends],
  ["base", SETTINGS.base],
  ...[...NUMBER_RULES, ...LIST_RULES].map(({ key, doc }) => [key, doc] as const),
  ["ignore", SETTINGS.ignore],
  ["baseline", SETTINGS.baseline],
]);

/**
 * Returns the key of a rule in the file, for the rule's name in a report (`budgets:/usr/**`) or a key; `null`
 * if there is none.
 */
export function docKeyOf(name: string): string | null {
  const wanted = name.split(":")[0];
  if (GROWTH_RULES.some(({ key }) => key === wanted)) return "baseline";
  const key = NUMBER_RULES.find((kind) => kind.diveKey === wanted)?.key ?? wanted;
  return RULE_DOCS.has(key) ? key : null;
}
