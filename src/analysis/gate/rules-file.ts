import * as v from "valibot";
import { isMap, isNode, isScalar } from "yaml";
import { LayerxError } from "../../errors.js";
import { escapeText } from "../../text/escape.js";
import { type Allowance, type Allowances, GROWTHS, type GrowthKey } from "./baseline.js";
import type { FileRules } from "./choose-rules.js";
import { type ListedRules, listedRules } from "./listed-rules.js";
import type { Basis } from "./rule.js";
import { GROWTH_RULES, isAboutWaste, LIST_RULES, NUMBER_RULES, type RuleKey } from "./rules/all-rules.js";
import type { LayerRule } from "./rules/layer-size.js";
import type { PathRule } from "./rules/path-rules.js";
import { RULE_DOCS } from "./rules/rule-docs.js";
import type { Limit } from "./rules/rule-limit.js";
import { diveSchema, layerxSchema } from "./rules-schema.js";
import type { Ignore } from "./verdict.js";
import { YamlFile } from "./yaml-file.js";

/** The text of a file of rules. */
export interface RulesSource {
  /** The path for messages, as the user gave it. */
  readonly path: string;
  readonly text: string;
  /** The form that the file's name shows; `null`: the content shows the form. */
  readonly form: Basis | null;
}

/** The rules of a file. */
export interface RulesFile extends FileRules {
  readonly warnings: ReadonlySet<RuleKey>;
  /** Rules about layers and paths, by name; `disabled` removes a rule of an extended file. */
  readonly listed: ListedRules;
  readonly ignores: readonly Ignore[];
  /** The base image; `null` if not set. */
  readonly base: number | string | null;
  readonly baseline: { readonly file: string | null; readonly growth: Allowances };
  /** Files that this file extends, with the place of each name, for messages. */
  readonly extends: readonly { readonly path: string; readonly where: string }[];
}

/**
 * Reads rules: a YAML map with one key for each rule (`.layerx.yaml`), or with such a map under `rules:`
 * (`.dive-ci`). An empty file or an empty `rules:` has no rules.
 * @throws LayerxError `bad-rules` with file, line and column: not YAML, not a map, a duplicate or unknown
 * key, an invalid value.
 */
export function parseRules({ path, text, form }: RulesSource): RulesFile {
  const file = new YamlFile(
    text,
    (place, { problem, next }) =>
      new LayerxError("bad-rules", {
        where: escapeText(`${path}:${place}`),
        problem: escapeText(problem),
        next: escapeText(next),
      }),
  );
  const underRules = isMap(file.document.contents) && file.document.has("rules");
  const basis = form ?? (underRules ? "dive" : "exact");
  const noMap = notAMap(file, basis);
  if (noMap !== null)
    throw file.error({ offset: noMap, problem: "it is not a map of rules", next: known(basis) });
  return basis === "dive" ? diveRules(file) : layerxRules(file, path);
}

function diveRules(file: YamlFile): RulesFile {
  const output = checked(file, diveSchema(DIVE_KEYS), "dive");
  const limits = new Map<RuleKey, Limit>();
  for (const [name, { key }] of DIVE_KEYS) {
    const limit = output.get(name);
    if (limit !== undefined) limits.set(key, limit);
  }
  return { ...NOTHING, basis: "dive", limits };
}

function layerxRules(file: YamlFile, path: string): RulesFile {
  const given = checked(file, layerxSchema(), "exact");
  const limits = new Map<RuleKey, Limit>();
  const warnings = new Set<RuleKey>();
  for (const { key } of NUMBER_RULES) {
    const rule = given[key];
    if (rule === undefined) continue;
    limits.set(key, rule.limit);
    if (rule.severity === "warning") warnings.add(key);
  }
  const ignores = (given.ignore ?? []).map(({ rule = null, path: paths = null, reason, until }, index) => {
    const problem = ignoreProblem(rule, paths);
    if (problem !== null) {
      const offset = file.offsetOf(["ignore", String(index), ...(rule === null ? [] : ["rule"])], {
        of: "value",
      });
      throw file.error({ offset, problem, next: NAME_RULES });
    }
    return { rule, path: paths, reason, until: until ?? null };
  });
  const files = typeof given.extends === "string" ? [given.extends] : (given.extends ?? []);
  return {
    basis: "exact",
    limits,
    warnings,
    listed: listedRules(given, (at) => `${path}:${file.place(file.offsetOf(at, { of: "key" }))}`),
    ignores,
    base: given.base ?? null,
    baseline: { file: given.baseline?.file ?? null, growth: allowances(given.baseline?.growth ?? {}) },
    extends: files.map((one, index) => {
      const at = ["extends", ...(typeof given.extends === "string" ? [] : [String(index)])];
      return { path: one, where: `${path}:${file.place(file.offsetOf(at, { of: "value" }))}` };
    }),
  };
}

const NOTHING: RulesFile = {
  basis: "exact",
  limits: new Map(),
  warnings: new Set(),
  listed: new Map(),
  ignores: [],
  base: null,
  baseline: { file: null, growth: new Map() },
  extends: [],
};

/**
 * Merges the rules of two files. Each rule of `upper` replaces the rule of `lower`; the ignores of both
 * count.
 */
export function mergedRules(lower: RulesFile, upper: RulesFile): RulesFile {
  const warnings = [...lower.warnings].filter((key) => !upper.limits.has(key));
  return {
    basis: upper.basis,
    limits: new Map([...lower.limits, ...upper.limits]),
    warnings: new Set([...warnings, ...upper.warnings]),
    listed: new Map([...lower.listed, ...upper.listed]),
    ignores: [...lower.ignores, ...upper.ignores],
    base: upper.base ?? lower.base,
    baseline: {
      file: upper.baseline.file ?? lower.baseline.file,
      growth: new Map([...lower.baseline.growth, ...upper.baseline.growth]),
    },
    extends: upper.extends,
  };
}

/** Returns the rules about layers and paths that are on, in the order of the file. */
export function rulesOn(listed: ListedRules): { layers: LayerRule[]; paths: PathRule[] } {
  const on = [...listed.values()].filter((rule) => rule !== "disabled");
  return {
    layers: on.flatMap((rule) => (rule.is === "layers" ? [rule] : [])),
    paths: on.flatMap((rule) => (rule.is === "paths" ? [rule] : [])),
  };
}

function allowances(growth: { readonly [K in GrowthKey]?: Allowance }): Map<GrowthKey, Allowance> {
  const map = new Map<GrowthKey, Allowance>();
  for (const name of GROWTHS) {
    const allowed = growth[name];
    if (allowed !== undefined) map.set(name, allowed);
  }
  return map;
}

const ABOUT_PATHS: readonly string[] = LIST_RULES.filter(({ topic }) => topic === "paths").map(
  ({ key }) => key,
);
const RULE_KEYS: readonly string[] = [...NUMBER_RULES, ...LIST_RULES, ...GROWTH_RULES].map(({ key }) => key);
const NAME_RULES = `the rules are ${RULE_KEYS.join(", ")}; a path is possible for ${ABOUT_PATHS.join(", ")} and rules about waste`;

function ignoreProblem(rule: string | null, path: string | null): string | null {
  if (rule === null) return path === null ? "an ignore names a rule, a path, or both" : null;
  const key = rule.split(":")[0];
  if (!RULE_KEYS.includes(key)) return `${rule} is not a rule`;
  return path === null || ABOUT_PATHS.includes(key) || isAboutWaste(rule)
    ? null
    : `${rule} is not about paths or waste, so it takes no path`;
}

const DIVE_KEYS = NUMBER_RULES.flatMap((kind) =>
  kind.diveKey === null ? [] : [[kind.diveKey, kind] as const],
);

function known(basis: Basis): string {
  if (basis === "exact") return `the keys are ${[...RULE_DOCS.keys()].join(", ")}, at the top level`;
  return `write ${DIVE_KEYS.map(([key]) => key).join(", ")} under a key rules:`;
}

/** Returns the place of a value that is not a map of rules; `null` if there is none. */
function notAMap({ document }: YamlFile, basis: Basis): number | null {
  const top = document.contents;
  const inner = basis === "dive" && isMap(top) ? document.get("rules", true) : null;
  for (const node of [top, inner]) {
    const empty = node === null || node === undefined || (isScalar(node) && node.value === null);
    if (!empty && !isMap(node)) return (isNode(node) && node.range?.[0]) || 0;
  }
  return null;
}

function checked<S extends v.GenericSchema>(file: YamlFile, schema: S, basis: Basis): v.InferOutput<S> {
  const result = v.safeParse(schema, file.values());
  if (result.success) return result.output;
  const [first] = result.issues;
  // A missing key may be misspelled. Then the unknown key is reported, because it is the cause.
  const issue = (isMissing(first) ? result.issues.find(isUnknown) : undefined) ?? first;
  const path = (issue.path ?? []).map((item) => String(item.key));
  const [unknown, missing] = [isUnknown(issue), isMissing(issue)];
  const offset = file.offsetOf(missing ? path.slice(0, -1) : path, { of: unknown ? "key" : "value" });
  if (unknown) throw file.error({ offset, ...unknownKey(path, basis) });
  if (missing) {
    throw file.error({ offset, problem: `${path.at(-1)} is missing`, next: "write it there" });
  }
  throw file.error({ offset, problem: issue.message, next: "correct the value, or remove the line" });
}

interface Issue {
  readonly type: string;
  readonly expected: string | null;
  readonly received: string;
}

function isUnknown({ type, expected }: Issue): boolean {
  return type === "strict_object" && expected === "never";
}

function isMissing({ type, received }: Issue): boolean {
  return type === "strict_object" && received === "undefined";
}

const INNER_KEYS: ReadonlyMap<string, string> = new Map([
  ["ignore", "rule, path, reason, until"],
  ["baseline", "file, growth"],
  ["growth", GROWTHS.join(", ")],
  ["forbidden", "path, severity"],
]);

function unknownKey(path: readonly string[], basis: Basis) {
  const key = path.at(-1);
  const parent = path.slice(0, -1).findLast((part) => !/^\d+$/.test(part));
  if (basis === "dive" || parent === undefined)
    return { problem: `${key} is not a rule`, next: known(basis) };
  const keys = INNER_KEYS.get(parent) ?? "limit, severity";
  return { problem: `${key} is not a key of ${parent}`, next: `the keys there are ${keys}` };
}
