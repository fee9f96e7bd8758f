import * as v from "valibot";
import { wallSeconds } from "../../text/rfc3339.js";
import { MOST_GLOB_BYTES } from "../../tree/search/glob.js";
import { patternProblem } from "../paths/path-pattern.js";
import type { Allowance, GrowthKey } from "./baseline.js";
import { SEVERITIES } from "./rule.js";
import { GROWTH_RULES, NUMBER_RULES, type RuleKey } from "./rules/all-rules.js";
import type { FileKey } from "./rules/rule-docs.js";
import type { RuleKind } from "./rules/rule-kind.js";
import { LIMIT_FORMS, type Limit, parseLimit, type RuleUnit } from "./rules/rule-limit.js";

/** Returns the schema of the limits in a `.dive-ci`, by dive's names. */
export function diveSchema(keys: readonly (readonly [string, Pick<RuleKind, "unit">])[]) {
  const limits = keys.map(([key, { unit }]) => [key, v.nullish(diveLimitOf(key, unit))] as const);
  const rules = v.nullish(v.strictObject(Object.fromEntries(limits)), {});
  return v.pipe(
    v.nullish(v.strictObject({ rules }), {}),
    v.transform(({ rules: given }) => {
      const entries = Object.entries(given ?? {});
      // As in dive, a key without a value is ignored.
      return new Map(entries.flatMap(([key, limit]) => (limit == null ? [] : [[key, limit] as const])));
    }),
  );
}

/**
 * The values that switch off a rule in dive, in upper or lower case. Source: dive,
 * `cmd/dive/cli/internal/options/ci.go`.
 */
const DIVE_OFF = /^(disabled|off|false|)$/i;

function diveLimitOf(key: string, unit: RuleUnit) {
  const limit = limitOf(key, unit);
  return v.lazy((input) =>
    isDiveOff(input)
      ? v.pipe(
          v.unknown(),
          v.transform(() => "disabled" as const),
        )
      : limit,
  );
}

function isDiveOff(input: unknown): boolean {
  return input === false || (typeof input === "string" && DIVE_OFF.test(input.trim()));
}

/** Returns the schema of `.layerx.yaml`. Its keys are those of `RULE_DOCS`. */
export function layerxSchema() {
  const entries = {
    extends: v.optional(
      v.union([nonEmpty(), v.array(nonEmpty())], "extends takes a path, or a list of them"),
    ),
    base: v.optional(baseSchema()),
    ...numberRules(),
    maxLayerSize: v.optional(ruleOf("maxLayerSize", "bytes")),
    layerBudgets: v.optional(
      mapOf("layerBudgets", { key: "a layer's number or an instruction", problem: instructionProblem }),
    ),
    budgets: v.optional(mapOf("budgets", { key: PATTERN, problem: patternProblem })),
    forbidden: v.optional(forbiddenListSchema()),
    ignore: v.optional(v.array(ignoreSchema(), "ignore takes a list")),
    baseline: v.optional(baselineSchema()),
  } satisfies Record<FileKey, unknown>;
  return v.nullish(v.strictObject(entries), {});
}

const PATTERN = "a pattern of paths such as '**/*.map' or /usr/share/doc/**";

function numberRules() {
  const schemas = NUMBER_RULES.map(({ key, unit }) => [key, v.optional(ruleOf(key, unit))] as const);
  type Schema = (typeof schemas)[number][1];
  // `Object.fromEntries` loses the type of the keys.
  return Object.fromEntries(schemas) as Record<RuleKey, Schema>;
}

/** A limit, or a map with a limit and its severity. */
function ruleOf(key: string, unit: RuleUnit) {
  const limit = limitOf(key, unit);
  const plain = v.pipe(
    limit,
    v.transform((value) => ({ limit: value, severity: "error" as const })),
  );
  const full = v.strictObject({ limit, severity: v.optional(severity(), "error") });
  return v.lazy((input) => (isObject(input) ? full : plain));
}

function limitOf(key: string, unit: RuleUnit) {
  return parsedBy(
    (text): Limit | null => parseLimit(text, unit),
    (text) => `${key} takes ${LIMIT_FORMS[unit]}, not ${text}`,
  );
}

/** A string or number that `parse` accepts; `message` returns the error for other values. */
function parsedBy<T>(parse: (text: string) => T | null, message: (text: string) => string) {
  const parser = v.rawTransform<unknown, T>(({ dataset, addIssue, NEVER }) => {
    const { value } = dataset;
    const text = typeof value === "string" || typeof value === "number" ? String(value) : null;
    const parsed = text === null ? null : parse(text);
    if (parsed !== null) return parsed;
    addIssue({ message: message(shown(text ?? value)) });
    return NEVER;
  });
  return v.pipe(v.unknown(), parser);
}

function severity() {
  return v.picklist(SEVERITIES, ({ input }) => `severity takes error or warning, not ${shown(input)}`);
}

/** A map of budgets. */
function mapOf(
  name: string,
  { key, problem }: { readonly key: string; problem(key: string): string | null },
) {
  // The schema of a record skips these keys. A skipped rule would always pass.
  const skipped = new Set(["__proto__", "prototype", "constructor"]);
  return v.pipe(
    v.unknown(),
    v.rawCheck(({ dataset, addIssue }) => {
      const input = dataset.value;
      const wrong = isObject(input)
        ? Object.keys(input).find((one) => skipped.has(one) || problem(one) !== null)
        : undefined;
      if (wrong === undefined) return;
      addIssue({ message: `${name} takes ${key} for a key, not ${shown(wrong)}${because(problem(wrong))}` });
    }),
    v.record(
      v.string(),
      ruleOf("a budget", "bytes"),
      ({ input }) => `${name} takes a map of budgets, not ${shown(input)}`,
    ),
  );
}

/** A list of patterns, or one pattern. */
function forbiddenListSchema() {
  return v.pipe(
    v.unknown(),
    v.transform((input) => (typeof input === "string" ? [input] : input)),
    v.array(forbiddenSchema(), "forbidden takes a list of patterns"),
  );
}

function forbiddenSchema() {
  const path = v.pipe(
    v.string(({ input }) => `forbidden takes ${PATTERN}, not ${shown(input)}`),
    isPattern("forbidden"),
  );
  const plain = v.pipe(
    path,
    v.transform((value) => ({ path: value, severity: "error" as const })),
  );
  const severities = v.picklist(
    [...SEVERITIES, "disabled"],
    ({ input }) => `severity takes error, warning or disabled, not ${shown(input)}`,
  );
  const full = v.strictObject({ path, severity: v.optional(severities, "error") });
  return v.lazy((input) => (isObject(input) ? full : plain));
}

function isPattern(name: string) {
  return v.check(
    (text: string) => patternProblem(text) === null,
    ({ input }) => `${name} takes ${PATTERN}, not ${shown(input)}${because(patternProblem(input))}`,
  );
}

function because(problem: string | null): string {
  return problem === null || problem === "empty" ? "" : `: the pattern is ${problem}`;
}

/** Like `patternProblem`, for an instruction in which `*` matches any text. */
function instructionProblem(text: string): string | null {
  if (!notBlank(text)) return "empty";
  return Buffer.byteLength(text) > MOST_GLOB_BYTES ? `too long: ${MOST_GLOB_BYTES} bytes at most` : null;
}

function ignoreSchema() {
  return v.strictObject({
    rule: v.optional(nonEmpty()),
    path: v.optional(v.pipe(nonEmpty(), isPattern("path"))),
    reason: nonEmpty(),
    until: v.optional(
      v.pipe(
        v.unknown(),
        v.check(isDay, ({ input }) => `until takes a day such as 2027-01-31, not ${shown(input)}`),
        v.transform(String),
      ),
    ),
  });
}

function baseSchema() {
  const message = "base takes auto, a number of layers, or an image";
  return v.union([v.pipe(v.number(), v.integer(message), v.minValue(0, message)), nonEmpty()], message);
}

function baselineSchema() {
  const growth = v.strictObject({
    wastedBytes: allowanceOf("wastedBytes"),
    size: allowanceOf("size"),
    layers: allowanceOf("layers"),
    efficiency: allowanceOf("efficiency"),
    forbidden: allowanceOf("forbidden"),
  } satisfies Record<GrowthKey, unknown>);
  return v.strictObject({ file: v.optional(nonEmpty()), growth: v.optional(growth) });
}

function allowanceOf(growth: GrowthKey) {
  const parsed = parsedBy(
    (text) => parseAllowance(text, growth),
    (text) => `${growth} may grow by ${ALLOWANCE_FORMS[growth]}, not ${text}`,
  );
  return v.optional(parsed);
}

/** The valid forms of each allowed growth, for error messages. */
export const ALLOWANCE_FORMS: Readonly<Record<GrowthKey, string>> = {
  wastedBytes: "a size such as 100kB, a percentage such as 5%, or disabled",
  size: "a size such as 10MB, a percentage such as 5%, or disabled",
  layers: "a whole number such as 1, or disabled",
  efficiency: "a ratio such as 0.01, a percentage such as 1%, or disabled",
  forbidden: "a whole number such as 1",
};

function growthUnit(growth: GrowthKey): RuleUnit {
  return GROWTH_RULES.find((kind) => kind.growth === growth)?.unit ?? "paths";
}

/**
 * Parses an allowed growth.
 * @returns `null` if the text has none of the `ALLOWANCE_FORMS`.
 */
export function parseAllowance(text: string, growth: GrowthKey): Allowance | null {
  const unit = growthUnit(growth);
  if (unit === "bytes" && text.includes("%")) {
    const percent = /^(\d+(?:\.\d+)?) ?%$/.exec(text.trim());
    return percent === null ? null : { part: Number(`${percent[1]}e-2`) };
  }
  const limit = parseLimit(text, unit);
  if (growth === "forbidden" && limit === "disabled") return null;
  return typeof limit === "number" ? { amount: limit } : limit;
}

function nonEmpty() {
  const message = ({ input }: { readonly input: unknown }) => `a text is required here, not ${shown(input)}`;
  return v.pipe(v.string(message), v.check(notBlank, message));
}

function notBlank(text: string): boolean {
  return text.trim() !== "";
}

function isDay(value: unknown): boolean {
  const day = typeof value === "string" ? /^(\d{4})-(\d\d)-(\d\d)$/.exec(value) : null;
  return day !== null && wallSeconds(Number(day[1]), Number(day[2]), Number(day[3]), 0) !== null;
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The maximum number of characters of a value in a message. */
const MOST_SHOWN = 120;

function shown(value: unknown): string {
  const text = typeof value === "string" ? value : (JSON.stringify(value) ?? String(value));
  if (text.trim() === "") return "an empty text";
  return text.length > MOST_SHOWN ? `${text.slice(0, MOST_SHOWN)}…` : text;
}
