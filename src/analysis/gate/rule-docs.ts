import { SOURCES } from "../advice/advice-sources.js";
import type { GrowthRuleKey, RuleKind } from "./rules.js";

/** What a key of `.layerx.yaml` is for, in words of ours. */
export interface RuleDoc {
  /** What fails, or what it sets, in one sentence. */
  readonly what: string;
  /** Why somebody wants it, and what to do where it fails. */
  readonly why: string;
  /** As it stands in a file. */
  readonly example: string;
  /** A page of others that tells more; none where it is about layerx alone. */
  readonly source?: string;
}

/** Every key of `.layerx.yaml`, in the order in which a file is best read. */
export const RULE_DOCS = {
  extends: {
    what: "Takes over the rules of other files; what this file says itself counts before them.",
    why: "A team keeps its rules in one place. Paths start from the folder of the file that names them.",
    example: "extends: ../team.layerx.yaml",
  },
  base: {
    what: "Says where the base image ends: a number of layers, an image whose layers it shares, or auto.",
    why: "Who builds on a base cannot change it: rules about paths and layers then count what stands above it. With auto the history tells, which is a guess; where that shows no base, the gate says so, and all layers count.",
    example: "base: auto",
    source: SOURCES.base,
  },
  lowestEfficiency: {
    what: "Fails when less than this part of all stored bytes is in the final filesystem.",
    why: "The rest is shipped with every pull, and nobody can reach it. Remove files in the RUN that makes them.",
    example: "lowestEfficiency: 95%",
    source: SOURCES.layers,
  },
  highestWastedBytes: {
    what: "Fails when more bytes than this are dead: overwritten or removed by a later layer.",
    why: "A budget for waste that does not grow with the image. The report names who wrote the bytes, and who buried them.",
    example: "highestWastedBytes: 20MB",
    source: SOURCES.layers,
  },
  highestWastedPercent: {
    what: "Fails when more than this part of what was written above the base is dead.",
    why: "It leaves out what the base wastes, which only another base would change.",
    example: "highestWastedPercent: 10%",
    source: SOURCES.layers,
  },
  maxLayers: {
    what: "Fails when the image has more filesystem layers.",
    why: "Each layer is one more thing to fetch and unpack, and engines take 127 at most. Join RUN instructions with &&.",
    example: "maxLayers: 20",
    source: SOURCES.run,
  },
  maxSize: {
    what: "Fails when all layers together hold more bytes, uncompressed.",
    why: "Size grows by a little in every change; a budget makes somebody decide. Build in a stage of its own and COPY --from it.",
    example: "maxSize: 500MB",
    source: SOURCES.multiStage,
  },
  maxLayersAboveBase: {
    what: "Fails when more filesystem layers stand above the base.",
    why: "As maxLayers, without the layers that come with the base.",
    example: "maxLayersAboveBase: 8",
    source: SOURCES.run,
  },
  maxSizeAboveBase: {
    what: "Fails when the layers above the base hold more bytes.",
    why: "As maxSize, without what comes with the base: what this build is responsible for.",
    example: "maxSizeAboveBase: 150MB",
    source: SOURCES.multiStage,
  },
  highestWastedBytesAboveBase: {
    what: "Fails when the layers above the base wrote more bytes than this that are wasted.",
    why: "As highestWastedBytes, without what the base image wastes: only another base can change that.",
    example: "highestWastedBytesAboveBase: 5MB",
    source: SOURCES.layers,
  },
  lowestEfficiencyAboveBase: {
    what: "Fails when less than this part of the bytes written above the base is in the final filesystem.",
    why: "As lowestEfficiency, without the base image: a large base hides waste above it, and its own waste is not yours to change.",
    example: "lowestEfficiencyAboveBase: 95%",
    source: SOURCES.layers,
  },
  maxLayerSize: {
    what: "Fails when one layer above the base holds more bytes.",
    why: "A layer is fetched as a whole when one byte of it changes: keep what changes often in small ones.",
    example: "maxLayerSize: 100MB",
    source: SOURCES.buildCache,
  },
  layerBudgets: {
    what: "Fails when a layer, by its number, or all layers of like instructions together hold more bytes.",
    why: "An instruction is as in the report, with * for anything: 'COPY *' are all that copy.",
    example: "layerBudgets:\n  'COPY *': 10MB\n  3: 50MB",
    source: SOURCES.multiStage,
  },
  budgets: {
    what: "Fails when layers hold more bytes at the paths that a pattern means.",
    why: "Every version counts, also one that a later layer hides. Without a slash a pattern is a name in any folder, with one it starts at the root; a folder means all that is in it.",
    example: "budgets:\n  /usr/share/doc/**: 0\n  '**/*.map': 1MB",
    source: SOURCES.dockerignore,
  },
  forbidden: {
    what: "Fails when a layer holds a path that a pattern means; private-keys finds them by content.",
    why: "What was in one layer can be read from the image for good, though a later one removes it. Change a secret that was shipped.",
    example: "forbidden:\n  - '**/.git/**'\n  - '**/.env'\n  - private-keys",
    source: SOURCES.secrets,
  },
  ignore: {
    what: "Accepts what a rule finds, for a reason. With a day in `until` the rule warns until that day and fails after it.",
    why: "A known exception does not fail the gate for everybody. A path with a rule about waste takes its wasted bytes out of the sums; without `until` it does so for good. Days are counted in UTC.",
    example:
      "ignore:\n  - rule: forbidden\n    path: /app/test/key.pem\n    reason: a key for tests, known to everybody\n    until: 2027-01-31\n  - rule: lowestEfficiency\n    path: /var/lib/dpkg/**\n    reason: every install rewrites it",
  },
  baseline: {
    what: "Fails on what is new since an earlier report: waste, size, layers, lost efficiency, forbidden paths.",
    why: "An image that is not good yet must not get worse. By default nothing may grow; --update-baseline accepts what there is.",
    example: "baseline:\n  file: layerx-baseline.json\n  growth:\n    size: 5%\n    wastedBytes: 100kB",
  },
} as const satisfies Record<string, RuleDoc>;

export type RuleDocKey = keyof typeof RULE_DOCS;

/** Rules that a baseline sets: no key is called after them. */
const GROWTH_KEYS: readonly string[] = [
  "newWastedBytes",
  "newSize",
  "newLayers",
  "lostEfficiency",
] satisfies GrowthRuleKey[];

/** What is said of a rule. */
export function ruleDoc(key: RuleKind["key"]): RuleDoc {
  return isGrowth(key) ? RULE_DOCS.baseline : RULE_DOCS[key];
}

/** The key that sets a rule, by the rule's name in a report (`budgets:/usr/**`) or by itself; `null` where it is none. */
export function docKeyOf(name: string): RuleDocKey | null {
  const asked = name.split(":")[0];
  if (GROWTH_KEYS.includes(asked)) return "baseline";
  if (asked === "highestUserWastedPercent") return "highestWastedPercent";
  return isDocKey(asked) ? asked : null;
}

function isGrowth(key: RuleKind["key"]): key is GrowthRuleKey {
  return GROWTH_KEYS.includes(key);
}

function isDocKey(name: string): name is RuleDocKey {
  return Object.hasOwn(RULE_DOCS, name);
}
