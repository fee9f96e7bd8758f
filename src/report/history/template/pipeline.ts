import { refuse, unsupported } from "./fault.js";
import type { TemplateToken } from "./tokens.js";
import type { Value } from "./value.js";

/** Commands. The result of each is the last argument of the next one. */
export type Pipeline = readonly TemplateCommand[];

/** A function or a constant, and the function's arguments; never empty. */
export type TemplateCommand = readonly [Operand, ...Operand[]];

export type Operand =
  | { readonly kind: "constant"; readonly value: Value }
  | { readonly kind: "dot" }
  | { readonly kind: "field"; readonly names: readonly string[] }
  | { readonly kind: "function"; readonly name: string }
  | { readonly kind: "group"; readonly pipeline: Pipeline };

/**
 * Parses the tokens between `{{` and `}}`. Rule: Go's `text/template/parse`, `pipeline`, `command`,
 * `operand`.
 */
export function parsePipeline(tokens: readonly TemplateToken[]): Pipeline {
  return new PipelineParser(tokens).action();
}

/** The maximum number of nested parentheses. */
const DEEPEST = 100;

class PipelineParser {
  readonly #tokens: readonly TemplateToken[];
  #at = 0;
  #depth = 0;

  constructor(tokens: readonly TemplateToken[]) {
    this.#tokens = tokens;
  }

  action(): Pipeline {
    const pipeline = this.#pipeline();
    if (this.#at < this.#tokens.length) return refuse("unexpected right parenthesis");
    return pipeline;
  }

  /** Ends at a right parenthesis or at the end of the action. */
  #pipeline(): Pipeline {
    const commands: TemplateCommand[] = [];
    for (;;) {
      this.#skipSpace();
      const next = this.#peek();
      if (next === undefined || next.type === "close") break;
      commands.push(this.#command());
    }
    if (commands.length === 0) return refuse("missing value for command");
    const stage = commands.findIndex(([first], index) => index > 0 && isInert(first));
    if (stage > 0) return refuse(`non executable command in pipeline stage ${stage + 1}`);
    return commands;
  }

  /** Reads a command and the pipe after it. */
  #command(): TemplateCommand {
    const first = this.#operand();
    const others: Operand[] = [];
    while (this.#peek()?.type === "space") {
      this.#skipSpace();
      const next = this.#peek();
      if (next === undefined || next.type === "close" || next.type === "pipe") break;
      others.push(this.#operand());
    }
    const end = this.#peek();
    if (end?.type === "pipe") this.#at += 1;
    else if (end !== undefined && end.type !== "close") return refuse("values must be parted by a space");
    return [first, ...others];
  }

  #operand(): Operand {
    const term = this.#term();
    const names: string[] = [];
    for (let next = this.#peek(); next?.type === "field"; next = this.#peek()) {
      names.push(next.name);
      this.#at += 1;
    }
    if (names.length === 0) return term;
    if (term.kind === "field") return { kind: "field", names: [...term.names, ...names] };
    if (term.kind === "constant" || term.kind === "dot") return refuse("unexpected . after term");
    return unsupported("a field of a function's result");
  }

  #term(): Operand {
    const token = this.#peek();
    this.#at += 1;
    switch (token?.type) {
      case "literal":
        return { kind: "constant", value: token.value };
      case "dot":
        return { kind: "dot" };
      case "field":
        return { kind: "field", names: [token.name] };
      case "name":
        return { kind: "function", name: token.name };
      case "open":
        return { kind: "group", pipeline: this.#group() };
      default:
        return refuse(`unexpected "|" in command`);
    }
  }

  #group(): Pipeline {
    this.#depth++;
    if (this.#depth > DEEPEST)
      return unsupported(`a template that is too deep (more than ${DEEPEST} parentheses)`);
    const pipeline = this.#pipeline();
    if (this.#peek() === undefined) return refuse("unclosed left parenthesis");
    this.#at += 1;
    this.#depth--;
    return pipeline;
  }

  #skipSpace(): void {
    while (this.#peek()?.type === "space") this.#at += 1;
  }

  #peek(): TemplateToken | undefined {
    return this.#tokens[this.#at];
  }
}

/** Returns true for an operand that takes no argument, so that it cannot be a later stage of a pipe. */
function isInert({ kind }: Operand): boolean {
  return kind === "constant" || kind === "dot";
}
