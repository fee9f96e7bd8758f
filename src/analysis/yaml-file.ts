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
export interface Fault {
  /** Offset in the file's text. */
  readonly offset: number;
  readonly problem: string;
  readonly next: string;
}

/** A file of YAML (or JSON, which is YAML too), with the place of everything in it. */
export class YamlFile {
  readonly document: Document;
  readonly #lines = new LineCounter();
  readonly #fail: (place: string, fault: Fault) => Error;

  /** `fail` makes the error of a fault; a place is `line:column`, from 1. @throws it where the text is no YAML. */
  constructor(text: string, fail: (place: string, fault: Fault) => Error) {
    this.#fail = fail;
    this.document = parseDocument(text, { lineCounter: this.#lines, prettyErrors: false });
    const [broken] = this.document.errors;
    if (broken === undefined) return;
    throw this.error({
      offset: broken.pos[0],
      problem: yamlProblem(broken),
      next: "correct the YAML there",
    });
  }

  /** The error that tells of a fault. */
  error(fault: Fault): Error {
    return this.#fail(this.place(fault.offset), fault);
  }

  /** `line:column` of an offset. */
  place(offset: number): string {
    const { line, col } = this.#lines.linePos(offset);
    return `${Math.max(line, 1)}:${Math.max(col, 1)}`;
  }

  /** What it holds, as plain values. @throws where an alias leads nowhere. */
  values(): unknown {
    try {
      return this.document.toJS();
    } catch (cause) {
      const problem = cause instanceof Error ? cause.message : String(cause);
      throw this.error({ offset: 0, problem, next: "write the value out in the place of the alias" });
    }
  }

  /** Offset of a key or of its value; of what is nearest above, where there is no such thing. */
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

function yamlProblem({ code, message }: YAMLError): string {
  if (code === "DUPLICATE_KEY") return "the same key stands there twice";
  return code === "MULTIPLE_DOCS" ? "a second document begins there" : message;
}
