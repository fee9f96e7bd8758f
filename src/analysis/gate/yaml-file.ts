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

/** A fault in a file and its place. Its texts may be unprintable. */
export interface YamlFault {
  /** Offset in the file's text. */
  readonly offset: number;
  readonly problem: string;
  readonly next: string;
}

/** A file of YAML (or JSON, which is also YAML) with the place of each value. */
export class YamlFile {
  readonly document: Document;
  readonly #lines = new LineCounter();
  readonly #fail: (place: string, fault: YamlFault) => Error;

  /**
   * Parses the text.
   * @param fail makes the error for a fault; `place` is `line:column`, from 1
   * @throws that error if the text is not YAML.
   */
  constructor(text: string, fail: (place: string, fault: YamlFault) => Error) {
    this.#fail = fail;
    // The parser compares each key with all other keys of its map, which takes too long. So the check for
    // equal keys is `faultWithin`.
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
      // The parser is recursive: it fails if there are too many levels.
      if (error instanceof RangeError)
        throw this.error({ offset: 0, problem: TOO_DEEP, next: "use fewer levels" });
      throw error;
    }
  }

  /** Returns the error for a fault. */
  error(fault: YamlFault): Error {
    return this.#fail(this.place(fault.offset), fault);
  }

  /** Returns `line:column` of an offset. */
  place(offset: number): string {
    const { line, col } = this.#lines.linePos(offset);
    return `${Math.max(line, 1)}:${Math.max(col, 1)}`;
  }

  /**
   * Returns the content as plain values.
   * @throws if an alias has no anchor.
   */
  values(): unknown {
    try {
      return this.document.toJS();
    } catch (cause) {
      const problem = cause instanceof Error ? cause.message : String(cause);
      throw this.error({ offset: 0, problem, next: "replace the alias with the value" });
    }
  }

  /** Returns the offset of a key or of its value; if it does not exist, of the nearest parent. */
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

/** The maximum number of characters in a file. A file with thousands of rules has a million. */
const MOST_CHARACTERS = 32 * 1024 * 1024;
const DEEPEST = 64;
const TOO_DEEP = `it is nested too deeply: ${DEEPEST} levels at most`;
const TOO_LONG = { problem: "it is too long", next: `use a file of ${MOST_CHARACTERS} characters at most` };

/**
 * Returns the place of a key that a map has twice, or of a value that is nested too deeply; `null` if there
 * is none.
 */
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
