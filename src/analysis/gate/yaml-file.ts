import {
  type Document,
  isMap,
  isNode,
  isScalar,
  isSeq,
  LineCounter,
  parseDocument,
  type YAMLError,
} from "yaml";

/** What is wrong in a file, and where; printable or not. */
export interface YamlFault {
  /** Offset in the file's text. */
  readonly offset: number;
  readonly problem: string;
  readonly next: string;
}

/** A file of YAML (or JSON, which is YAML too), with the place of everything in it. */
export class YamlFile {
  readonly document: Document;
  readonly #lines = new LineCounter();
  readonly #fail: (place: string, fault: YamlFault) => Error;

  /** `fail` makes the error of a fault; a place is `line:column`, from 1. @throws it where the text is no YAML. */
  constructor(text: string, fail: (place: string, fault: YamlFault) => Error) {
    this.#fail = fail;
    // A second look at equal keys is ours: the parser compares each key with all others of its map.
    this.document = this.#parsed(text, { lineCounter: this.#lines, prettyErrors: false, uniqueKeys: false });
    const [broken] = this.document.errors;
    const fault =
      broken === undefined
        ? faultWithin(this.document.contents)
        : { offset: broken.pos[0], problem: yamlProblem(broken) };
    if (fault !== null) throw this.error({ ...fault, next: "correct the YAML there" });
  }

  #parsed(text: string, options: Parameters<typeof parseDocument>[1]): Document {
    if (text.length > MOST_CHARACTERS) throw this.error({ offset: 0, ...TOO_LONG });
    try {
      return parseDocument(text, options);
    } catch (error) {
      // The parser calls itself for each level.
      if (error instanceof RangeError)
        throw this.error({ offset: 0, problem: TOO_DEEP, next: "use fewer levels" });
      throw error;
    }
  }

  /** The error for a fault. */
  error(fault: YamlFault): Error {
    return this.#fail(this.place(fault.offset), fault);
  }

  /** `line:column` of an offset. */
  place(offset: number): string {
    const { line, col } = this.#lines.linePos(offset);
    return `${Math.max(line, 1)}:${Math.max(col, 1)}`;
  }

  /** Its content as plain values. @throws if an alias has no anchor. */
  values(): unknown {
    try {
      return this.document.toJS();
    } catch (cause) {
      const problem = cause instanceof Error ? cause.message : String(cause);
      throw this.error({ offset: 0, problem, next: "write the value out in the place of the alias" });
    }
  }

  /** Offset of a key or of its value; if it does not exist, of the nearest parent. */
  offsetOf(path: readonly string[], { of }: { readonly of: "key" | "value" }): number {
    let offset = 0;
    let node: unknown = this.document.contents;
    for (const [depth, key] of path.entries()) {
      const isLast = depth === path.length - 1;
      if (isSeq(node)) {
        node = node.items[Number(key)];
        if (isNode(node)) offset = node.range?.[0] ?? offset;
        continue;
      }
      if (!isMap(node)) return offset;
      const pair = node.items.find((item) => String(isScalar(item.key) ? item.key.value : item.key) === key);
      const wanted = of === "value" && isLast && isNode(pair?.value) ? pair.value : pair?.key;
      if (isNode(wanted)) offset = wanted.range?.[0] ?? offset;
      node = pair?.value;
    }
    return offset;
  }
}

/** Characters of a file; one with thousands of rules has a million. */
const MOST_CHARACTERS = 32 * 1024 * 1024;
const DEEPEST = 64;
const TOO_DEEP = `it is nested too deeply: ${DEEPEST} levels at most`;
const TOO_LONG = { problem: "it is too long", next: `use a file of ${MOST_CHARACTERS} characters at most` };

/** A key that a map has twice, or a value that is nested too deeply; `null` if there is none. */
function faultWithin(top: unknown): Pick<YamlFault, "offset" | "problem"> | null {
  const open: { readonly node: unknown; readonly depth: number }[] = [{ node: top, depth: 0 }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { node, depth } = next;
    if (depth > DEEPEST) return { offset: offsetOf(node), problem: TOO_DEEP };
    if (isSeq(node)) for (const item of node.items) open.push({ node: item, depth: depth + 1 });
    if (!isMap(node)) continue;
    const keys = new Set<unknown>();
    for (const { key, value } of node.items) {
      const name = isScalar(key) ? key.value : key;
      if (keys.has(name)) return { offset: offsetOf(key), problem: "the same key occurs twice" };
      keys.add(name);
      open.push({ node: value, depth: depth + 1 });
    }
  }
  return null;
}

function offsetOf(node: unknown): number {
  return (isNode(node) && node.range?.[0]) || 0;
}

function yamlProblem({ code, message }: YAMLError): string {
  if (/call stack/.test(message)) return TOO_DEEP;
  return code === "MULTIPLE_DOCS" ? "a second document begins there" : message;
}
