import { isMap, isNode, isScalar, LineCounter, type ParsedNode, parseDocument, type YAMLError } from "yaml";
import { type ErrorCode, LayerxError } from "./errors.js";
import { escapeText } from "./text/escape.js";

/** A file as it was found. */
export interface TextFile {
  /** As the user knows it, for messages. */
  readonly path: string;
  readonly text: string;
}

/** What is wrong in a file, where, and what to do about it. */
export interface Fault {
  /** Characters before it. */
  readonly offset: number;
  readonly problem: string;
  readonly next: string;
}

/** A YAML file of a user's, with the place of everything in it. */
export interface YamlFile {
  /** `null` where the file is empty. */
  readonly top: ParsedNode | null;
  /**
   * All of it as values, maps as objects.
   * @throws the error of `bad`, where an alias cannot be followed.
   */
  values(): unknown;
  /** The node under a key of the top level; `null` where there is none. */
  under(key: string): unknown;
  /** Where a key stands, or its value, by the keys that lead to it. */
  offsetOf(keys: readonly string[], part: { of: "key" | "value" }): number;
  /** The error that tells of a fault, with file, line and column. */
  bad(fault: Fault): LayerxError;
}

/**
 * Reads YAML. `code` is the catalogue's error for what is wrong in such a file; it takes `where`, `problem` and `next`.
 * @throws LayerxError `code`: no YAML, a key twice, a second document.
 */
export function parseYaml({ path, text }: TextFile, code: ErrorCode): YamlFile {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const bad = ({ offset, problem, next }: Fault): LayerxError => {
    const { line, col } = lines.linePos(offset);
    const where = escapeText(`${path}:${Math.max(line, 1)}:${Math.max(col, 1)}`);
    return new LayerxError(code, { where, problem: escapeText(problem), next: escapeText(next) });
  };
  const [broken] = document.errors;
  if (broken !== undefined) {
    throw bad({ offset: broken.pos[0], problem: problemOf(broken), next: "correct the YAML there" });
  }
  const top = document.contents;
  return {
    top,
    values: () => {
      try {
        return document.toJS();
      } catch (cause) {
        const problem = cause instanceof Error ? cause.message : String(cause);
        throw bad({ offset: 0, problem, next: "write the value out in the place of the alias" });
      }
    },
    under: (key) => (isMap(top) ? (document.get(key, true) ?? null) : null),
    offsetOf: (keys, part) => offsetOf(top, keys, part),
    bad,
  };
}

function problemOf({ code, message }: YAMLError): string {
  if (code === "DUPLICATE_KEY") return "the same key stands there twice";
  return code === "MULTIPLE_DOCS" ? "a second document begins there" : message;
}

/** Whether a node is nothing at all, or says so. */
export function isEmptyNode(node: unknown): boolean {
  return node === null || node === undefined || (isScalar(node) && node.value === null);
}

/** Characters before a node. */
export function offsetOfNode(node: unknown): number {
  return (isNode(node) && node.range?.[0]) || 0;
}

function offsetOf(top: unknown, keys: readonly string[], { of }: { of: "key" | "value" }): number {
  let offset = 0;
  let node = top;
  for (const [depth, key] of keys.entries()) {
    if (!isMap(node)) return isNode(node) ? offsetOfNode(node) : offset;
    const pair = node.items.find((item) => String(isScalar(item.key) ? item.key.value : item.key) === key);
    const wanted =
      of === "value" && depth === keys.length - 1 && isNode(pair?.value) ? pair.value : pair?.key;
    if (isNode(wanted)) offset = wanted.range?.[0] ?? offset;
    node = pair?.value;
  }
  return offset;
}
