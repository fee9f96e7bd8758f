import { type ShellCommand, shellCommands } from "./shell-commands.js";

/** A pipe with more characters has one line for each command. */
const LONG_PIPE = 60;
const STEP = "  ";

/**
 * Formats a shell line as it would be written in a Dockerfile: one line for each command, the contents of
 * `if`, `for`, `case` and `{` indented, a backslash at the end of each line except the last. Words are never
 * changed, and no line is broken within quotes or `$(…)`.
 */
export function shellLines(line: string): string[] {
  const layout = new Layout();
  for (const command of withPipes(shellCommands(line))) layout.add(command);
  return layout.lines.map((text, row) => (row < layout.lines.length - 1 ? `${text} \\` : text));
}

/** Joins short pipes into one command. */
function withPipes(commands: readonly ShellCommand[]): ShellCommand[] {
  const out: ShellCommand[] = [];
  let pipe: ShellCommand[] = [];
  for (const command of commands) {
    pipe.push(command);
    if (isPiped(command)) continue;
    const whole = pipe.map(
      ({ parts, operator }) => `${parts.join(" ")} ${isPiped({ operator }) ? operator : ""}`,
    );
    const text = whole.join(" ").trim();
    const isShort = pipe.length > 1 && text.length <= LONG_PIPE;
    if (isShort) out.push({ parts: [text], operator: command.operator });
    else for (const one of pipe) out.push(one);
    pipe = [];
  }
  return [...out, ...pipe];
}

function isPiped({ operator }: Pick<ShellCommand, "operator">): boolean {
  return operator === "|" || operator === "|&";
}

/** Keywords before a command and their effect on the indentation: they end a block, begin one, or both. */
const KEYWORDS: readonly { readonly word: RegExp; readonly ends: boolean; readonly begins: boolean }[] = [
  { word: /^(?:then|do)(?=\s|$)/, ends: false, begins: true },
  { word: /^else(?=\s|$)/, ends: true, begins: true },
  { word: /^\{(?=\s|$)/, ends: false, begins: true },
  { word: /^case\s+.+?\s+in(?=\s|$)/, ends: false, begins: true },
];
const ENDS = /^(?:fi|done|esac|elif|\})(?=\s|$|\W)/;

class Layout {
  readonly lines: string[] = [];
  #depth = 0;
  #piped = false;

  add({ parts, operator }: ShellCommand): void {
    const [first, ...more] = this.#opened(parts);
    if (ENDS.test(first)) this.#leave();
    const indent = STEP.repeat(this.#depth + (this.#piped ? 1 : 0));
    const all = [first, ...more].map((part, i) => indent + (i > 0 ? STEP : "") + part);
    const sign = operator.startsWith(";") ? operator : operator === "" ? "" : ` ${operator}`;
    if (first !== "")
      for (const [i, line] of all.entries()) this.lines.push(i < all.length - 1 ? line : line + sign);
    else if (sign !== "") this.#append(sign);
    this.#piped = isPiped({ operator });
  }

  /** Takes off the keywords before a command. Each gets its own line. */
  #opened([first = "", ...more]: readonly string[]): readonly string[] {
    let rest = first;
    for (;;) {
      const keyword = KEYWORDS.find(({ word }) => word.test(rest));
      const text = keyword?.word.exec(rest)?.[0] ?? "";
      if (keyword === undefined) return [rest, ...more];
      if (keyword.ends) this.#leave();
      if (/^(?:then|do)$/.test(text) && (this.lines.at(-1)?.endsWith(";") ?? false)) this.#append(` ${text}`);
      else this.lines.push(STEP.repeat(this.#depth) + text);
      this.#depth++;
      rest = rest.slice(text.length).trim();
      if (rest === "" && more.length > 0) rest = more.shift() ?? "";
    }
  }

  #append(text: string): void {
    const last = this.lines.length - 1;
    if (last < 0) this.lines.push(text.trim());
    else this.lines[last] += text;
  }

  #leave(): void {
    this.#depth = Math.max(this.#depth - 1, 0);
  }
}
