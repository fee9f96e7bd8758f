import * as v from "valibot";
import { type Document, isMap, isNode, isScalar, LineCounter, parseDocument, type YAMLError } from "yaml";
import { LayerxError } from "../errors.js";
import { escapeText } from "../text/escape.js";
import { LIMIT_FORMS, type Limit, parseLimit } from "./rule-limit.js";
import { type Basis, type FileRules, type NumberRuleKind, RULES, type RuleKey } from "./rules.js";

/** A file of rules, as it was found. */
export interface RulesSource {
  /** As the user knows it, for messages. */
  readonly path: string;
  readonly text: string;
  /** Whose form the file's name stands for; `null`: the content tells. */
  readonly form: Basis | null;
}

/**
 * Reads rules: a YAML map with a key a rule (`.layerx.yaml`), or with such a map under `rules:` (`.dive-ci`). An
 * empty file, or an empty `rules:`, gives none.
 * @throws LayerxError `bad-rules` with file, line and column: no YAML, no map, a key twice, a key that is not
 * known, a value that does not parse.
 */
export function parseRules({ path, text, form }: RulesSource): FileRules {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const bad = ({ offset, problem, next }: Fault): LayerxError => {
    const { line, col } = lines.linePos(offset);
    const where = `${path}:${Math.max(line, 1)}:${Math.max(col, 1)}`;
    return new LayerxError("bad-rules", {
      where: escapeText(where),
      problem: escapeText(problem),
      next: escapeText(next),
    });
  };

  const [broken] = document.errors;
  if (broken !== undefined) {
    throw bad({ offset: broken.pos[0], problem: yamlProblem(broken), next: "correct the YAML there" });
  }
  const underRules = isMap(document.contents) && document.has("rules");
  const basis = form ?? (underRules ? "dive" : "exact");
  const keys = keysOf(basis);
  const noMap = notAMap(document, basis);
  if (noMap !== null) {
    throw bad({ offset: noMap, problem: "it is no map of rules", next: known(basis, keys) });
  }
  const result = v.safeParse(schemaOf(basis, keys), values(document, bad));
  if (!result.success) throw bad(faultOf(result.issues[0], { document, basis, keys }));

  const limits = new Map<RuleKey, Limit>();
  for (const [key, { key: rule }] of keys) {
    const limit = result.output.get(key);
    if (limit !== undefined) limits.set(rule, limit);
  }
  return { basis, limits };
}

function yamlProblem({ code, message }: YAMLError): string {
  if (code === "DUPLICATE_KEY") return "the same key stands there twice";
  return code === "MULTIPLE_DOCS" ? "a second document begins there" : message;
}

interface Fault {
  readonly offset: number;
  readonly problem: string;
  readonly next: string;
}

/** The rules that a form has, by their keys in it. */
type Keys = ReadonlyMap<string, NumberRuleKind>;

function keysOf(basis: Basis): Keys {
  const keys = new Map<string, NumberRuleKind>();
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
function notAMap(document: Document, basis: Basis): number | null {
  const top = document.contents;
  const inner = basis === "dive" && isMap(top) ? document.get("rules", true) : null;
  for (const node of [top, inner]) {
    const empty = node === null || node === undefined || (isScalar(node) && node.value === null);
    if (!empty && !isMap(node)) return (isNode(node) && node.range?.[0]) || 0;
  }
  return null;
}

function values(document: Document, bad: (fault: Fault) => LayerxError): unknown {
  try {
    return document.toJS();
  } catch (cause) {
    const problem = cause instanceof Error ? cause.message : String(cause);
    throw bad({ offset: 0, problem, next: "write the value out in the place of the alias" });
  }
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
  { document, basis, keys }: { document: Document; basis: Basis; keys: Keys },
): Fault {
  const path = (issue.path ?? []).map((item) => String(item.key));
  const unknown = issue.type === "strict_object";
  return {
    offset: offsetOf(document, path, { of: unknown ? "key" : "value" }),
    problem: unknown ? `${path.at(-1)} is no rule` : issue.message,
    next: unknown ? known(basis, keys) : "correct the value, or remove the line",
  };
}

/** Offset in the file of a key or of its value. */
function offsetOf(document: Document, path: readonly string[], { of }: { of: "key" | "value" }): number {
  let offset = 0;
  let node: unknown = document.contents;
  for (const [depth, key] of path.entries()) {
    if (!isMap(node)) return offset;
    const pair = node.items.find((item) => String(isScalar(item.key) ? item.key.value : item.key) === key);
    const wanted =
      of === "value" && depth === path.length - 1 && isNode(pair?.value) ? pair.value : pair?.key;
    if (isNode(wanted)) offset = wanted.range?.[0] ?? offset;
    node = pair?.value;
  }
  return offset;
}
