import * as v from "valibot";
import { isMap } from "yaml";
import {
  type Fault,
  isEmptyNode,
  offsetOfNode,
  parseYaml,
  type TextFile,
  type YamlFile,
} from "../yaml-file.js";
import { LIMIT_FORMS, type Limit, parseLimit } from "./rule-limit.js";
import { type Basis, type FileRules, RULES, type RuleKey, type RuleKind } from "./rules.js";

/** A file of rules, as it was found. */
export interface RulesSource extends TextFile {
  /** Whose form the file's name stands for; `null`: the content tells. */
  readonly form: Basis | null;
}

/**
 * Reads rules: a YAML map with a key a rule (`.layerx.yaml`), or with such a map under `rules:` (`.dive-ci`). An
 * empty file, or an empty `rules:`, gives none.
 * @throws LayerxError `bad-rules` with file, line and column: no YAML, no map, a key twice, a key that is not
 * known, a value that does not parse.
 */
export function parseRules({ form, ...source }: RulesSource): FileRules {
  const file = parseYaml(source, "bad-rules");
  const underRules = isMap(file.top) && file.top.has("rules");
  const basis = form ?? (underRules ? "dive" : "exact");
  const keys = keysOf(basis);
  const noMap = notAMap(file, basis);
  if (noMap !== null) {
    throw file.bad({ offset: noMap, problem: "it is no map of rules", next: known(basis, keys) });
  }
  const result = v.safeParse(schemaOf(basis, keys), file.values());
  if (!result.success) throw file.bad(faultOf(result.issues[0], { file, basis, keys }));

  const limits = new Map<RuleKey, Limit>();
  for (const [key, { key: rule }] of keys) {
    const limit = result.output.get(key);
    if (limit !== undefined) limits.set(rule, limit);
  }
  return { basis, limits };
}

/** The rules that a form has, by their keys in it. */
type Keys = ReadonlyMap<string, RuleKind>;

function keysOf(basis: Basis): Keys {
  const keys = new Map<string, RuleKind>();
  for (const kind of RULES) {
    const key = basis === "dive" ? kind.diveKey : kind.key;
    if (key !== null) keys.set(key, kind);
  }
  return keys;
}

function known(basis: Basis, keys: Keys): string {
  const list = [...keys.keys()].join(", ");
  return basis === "dive" ? `write ${list} under a key rules:` : `the keys are ${list}, at the top level`;
}

/** Where something else stands in the place of a map of rules; `null` where all is well. */
function notAMap({ top, under }: YamlFile, basis: Basis): number | null {
  for (const node of [top, basis === "dive" ? under("rules") : null]) {
    if (!isEmptyNode(node) && !isMap(node)) return offsetOfNode(node);
  }
  return null;
}

function schemaOf(basis: Basis, keys: Keys) {
  const limits = [...keys].map(([key, { unit }]) => {
    const limit = v.rawTransform<unknown, Limit>(({ dataset, addIssue, NEVER }) => {
      const { value } = dataset;
      const text = typeof value === "string" || typeof value === "number" ? String(value) : null;
      const parsed = text === null ? null : parseLimit(text, unit);
      if (parsed !== null) return parsed;
      addIssue({ message: `${key} takes ${LIMIT_FORMS[unit]}, not ${text ?? JSON.stringify(value)}` });
      return NEVER;
    });
    return [key, v.optional(v.pipe(v.unknown(), limit))] as const;
  });
  const map = v.nullish(v.strictObject(Object.fromEntries(limits)), {});
  const file = basis === "dive" ? v.nullish(v.strictObject({ rules: map }), { rules: {} }) : map;
  return v.pipe(
    file,
    v.transform((value) => new Map<string, Limit | undefined>(Object.entries(value.rules ?? value))),
  );
}

function faultOf(
  issue: v.BaseIssue<unknown>,
  { file, basis, keys }: { file: YamlFile; basis: Basis; keys: Keys },
): Fault {
  const path = (issue.path ?? []).map((item) => String(item.key));
  const unknown = issue.type === "strict_object";
  return {
    offset: file.offsetOf(path, { of: unknown ? "key" : "value" }),
    problem: unknown ? `${path.at(-1)} is no rule` : issue.message,
    next: unknown ? known(basis, keys) : "correct the value, or remove the line",
  };
}
