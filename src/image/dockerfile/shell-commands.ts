/** A command of a shell line, and the operator after it. */
export interface ShellCommand {
  /** Its words, split where the author probably broke the line: at a tab or several spaces. */
  readonly parts: readonly string[];
  /** `&&`, `||`, `;`, `;;`, `|` or `|&`; empty after the last command. */
  readonly operator: string;
}

const OPERATORS = ["&&", "||", ";;", "|&", ";", "|"];
/** Matches the white space that builders store where an author continued a line. */
const BREAK = /^(?: {2,}| ?\t\s*)/;
const LONGEST_BREAK = 80;
const CLOSERS: Readonly<Record<string, string>> = { "(": ")", "{": "}", '"': '"', "`": "`" };

/**
 * Splits a shell line into commands, at the operators outside of quotes, `$(…)`, `${…}`, `(…)`, backticks and
 * `[[ … ]]`. A quote or bracket that is not closed continues to the end.
 */
export function shellCommands(line: string): ShellCommand[] {
  const commands: ShellCommand[] = [];
  let parts: string[] = [];
  let start = 0;
  const part = (end: number, next: number) => {
    const words = line.slice(start, end).trim();
    if (words !== "") parts.push(words);
    start = next;
  };
  const command = (end: number, operator: string) => {
    part(end, end + operator.length);
    if (parts.length > 0 || operator !== "") commands.push({ parts, operator });
    parts = [];
  };
  for (let at = 0; at < line.length; ) {
    const end = wordEnd(line, at);
    if (end > at) {
      at = end;
      continue;
    }
    const operator = OPERATORS.find((sign) => line.startsWith(sign, at)) ?? "";
    if (operator !== "") command(at, operator);
    const space = /[ \t]/.test(line[at])
      ? (BREAK.exec(line.slice(at, at + LONGEST_BREAK))?.[0].length ?? 0)
      : 0;
    if (space > 0) part(at, at + space);
    at += Math.max(operator.length, space, 1);
  }
  command(line.length, "");
  return commands;
}

/**
 * Returns the end of a part without operators that begins here: an escape, quotes, or brackets; else `at`.
 */
function wordEnd(line: string, at: number): number {
  const char = line[at];
  if (char === "\\") return Math.min(at + 2, line.length);
  if (char === "'") return quoteEnd(line, at);
  if (line.startsWith("[[ ", at)) return endOf(line, "]]", at);
  if (char === '"' || char === "`" || char === "(" || line.startsWith("${", at)) return groupEnd(line, at);
  return at;
}

function quoteEnd(line: string, at: number): number {
  return endOf(line, "'", at + 1);
}

function endOf(line: string, closer: string, from: number): number {
  const found = line.indexOf(closer, from);
  return found < 0 ? line.length : found + closer.length;
}

/**
 * Returns the end of quotes or brackets with everything nested in them. It uses a stack of its own, because
 * an image may contain any number of levels.
 */
function groupEnd(line: string, at: number): number {
  const first = line[at] === "$" ? at + 1 : at;
  const closers = [CLOSERS[line[first]]];
  for (let i = first + 1; i < line.length; i++) {
    const char = line[i];
    const inQuotes = closers.at(-1) === '"';
    if (char === "\\") i++;
    else if (char === closers.at(-1)) closers.pop();
    else if (char === "'" && !inQuotes) i = quoteEnd(line, i) - 1;
    else if (opens(line, i, inQuotes)) closers.push(CLOSERS[char]);
    if (closers.length === 0) return i + 1;
  }
  return line.length;
}

/** Returns true if a character opens a group. Within double quotes only `$(`, `${` and backticks do. */
function opens(line: string, at: number, inQuotes: boolean): boolean {
  const char = line[at];
  if (char === "(" || char === "{") return line[at - 1] === "$" || (char === "(" && !inQuotes);
  return char === "`" || char === '"';
}
