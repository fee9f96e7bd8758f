/** One instruction of a Dockerfile. */
export interface DockerfileInstruction {
  /** In upper case. */
  readonly keyword: string;
  /**
   * The text after the keyword. Continued lines are joined, comments between them are removed, here-documents
   * keep their lines.
   */
  readonly text: string;
  /** Lines of the file, from 1, both included. */
  readonly line: number;
  readonly endLine: number;
}

const INSTRUCTION = /^\s*([a-z]+)(?:\s+(.*))?$/is;
const HEREDOC = /<<-?\s*(["']?)([a-z_]\w*)\1/gi;

/**
 * Parses a Dockerfile line by line. Lines that are not an instruction are skipped. Source: Dockerfile
 * reference, "Format", "Parser directives" and "Here-Documents".
 */
export function parseDockerfile(text: string): DockerfileInstruction[] {
  const lines = text.replace(/^\ufeff/, "").split(/\r?\n/);
  const mark = escapeCharacter(lines);
  const found: DockerfileInstruction[] = [];
  for (let at = 0; at < lines.length; ) {
    const from = at;
    const { logical, next } = logicalLine(lines, at, mark);
    at = next;
    const match = INSTRUCTION.exec(logical);
    if (match === null) continue;
    const [, keyword, rest = ""] = match;
    const { body, end } = hereDocuments(lines, at, { keyword: keyword.toUpperCase(), rest });
    at = end;
    found.push({
      keyword: keyword.toUpperCase(),
      text: [rest.trim(), ...body].join("\n"),
      line: from + 1,
      endLine: at,
    });
  }
  return found;
}

/** Returns the escape character: a backslash, unless a directive at the top sets another one. */
function escapeCharacter(lines: readonly string[]): string {
  for (const line of lines) {
    const directive = /^#\s*(\w+)\s*=\s*(\S+)\s*$/.exec(line);
    if (directive === null) break;
    if (directive[1].toLowerCase() === "escape") return directive[2];
  }
  return "\\";
}

/** Returns the line at `from` with the lines that continue it; `next` is the first line after it. */
function logicalLine(
  lines: readonly string[],
  from: number,
  mark: string,
): { logical: string; next: number } {
  if (isAside(lines[from])) return { logical: "", next: from + 1 };
  let logical = "";
  for (let at = from; at < lines.length; at++) {
    // Comments and empty lines within a continued instruction do not end it.
    if (at > from && isAside(lines[at])) continue;
    const line = lines[at].trimEnd();
    if (!line.endsWith(mark)) return { logical: logical + line, next: at + 1 };
    logical += line.slice(0, -mark.length);
  }
  return { logical, next: lines.length };
}

function isAside(line: string): boolean {
  return /^\s*(#|$)/.test(line);
}

/** Returns the lines of the here-documents of an instruction, including their end marks. */
function hereDocuments(
  lines: readonly string[],
  from: number,
  { keyword, rest }: { readonly keyword: string; readonly rest: string },
): { body: string[]; end: number } {
  if (!/^(RUN|COPY|ADD)$/.test(keyword)) return { body: [], end: from };
  let end = from;
  for (const [, , word] of rest.matchAll(HEREDOC)) {
    while (end < lines.length && lines[end].trim() !== word) end++;
    end = Math.min(end + 1, lines.length);
  }
  return { body: lines.slice(from, end), end };
}
