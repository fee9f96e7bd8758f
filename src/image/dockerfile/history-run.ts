import { splitInstruction } from "./instruction.js";

/** Matches the start of a here-document. */
const HERE_DOCUMENT = /(?:^|\s)\d*<<-?\s*(?!<)\S/;
const HERE_DOCUMENT_NAME = /(?:^|\s)\d*<<(-?)(['"]?)([^\s'"<>|&;()]+)\2/g;

/** Returns true if a parser would read the next lines as a here-document. */
export function opensHereDocument(line: string): boolean {
  return HERE_DOCUMENT.test(line);
}

interface Run {
  /** The instruction as stored in the history. */
  readonly createdBy: string;
  /** The text after RUN, without additions of builders. */
  readonly rest: string;
  readonly windows: boolean;
}

/** Returns a RUN as lines of a Dockerfile; `null` if it cannot be written. */
export function writtenRun({ createdBy, rest, windows }: Run): string[] | null {
  // A parser would read it as options.
  if (rest.startsWith("--")) return null;
  if (rest.includes("\n")) return ownLines(rest.split(/\r?\n/));
  if (opensHereDocument(rest)) return null;
  const stored = createdBy.trimEnd().replace(/# buildkit$/, "");
  const isExec = stored !== createdBy.trimEnd() && stored.trimEnd() === `RUN ${rest}`;
  const note = isExec
    ? ["# In exec form: it runs without a shell. The history does not show where its arguments begin."]
    : [];
  return [...note, ...(windows ? [`RUN ${rest}`] : linesOf(createdBy, rest))];
}

/**
 * Returns the lines of a command that was a here-document. The history has its marks only if it was part of a
 * command.
 */
function ownLines(lines: readonly string[]): string[] {
  const body = lines.at(-1) === "" ? lines.slice(0, -1) : lines;
  if (closesHereDocuments(body)) return [`RUN ${body[0]}`, ...body.slice(1)];
  let mark = "EOF";
  for (let n = 1; body.some((line) => line.trim() === mark); n++) mark = `EOF${n}`;
  return [`RUN <<${mark}`, ...body, mark];
}

/** Returns true if the first line opens here-documents, and the last line ends the last of them. */
function closesHereDocuments([first, ...rest]: readonly string[]): boolean {
  const marks = [...first.matchAll(HERE_DOCUMENT_NAME)];
  let at = 0;
  for (const [, dash, , mark] of marks) {
    const ends = (line: string) => (dash === "" ? line : line.replace(/^\t+/, "")) === mark;
    const end = rest.findIndex((line, row) => row >= at && ends(line));
    if (end < 0) return false;
    at = end + 1;
  }
  return marks.length > 0 && at === rest.length;
}

/** Returns one line for each command, if that is safe: a parser removes a line that begins with `#`. */
function linesOf(createdBy: string, rest: string): string[] {
  const lines = splitInstruction(createdBy).map(String);
  const continued = lines.every((line, row) => row === lines.length - 1 || line.endsWith(" \\"));
  const commented = lines.some((line, row) => row > 0 && line.trimStart().startsWith("#"));
  const words = (text: string) => text.replace(/\s+/g, "");
  const joined = lines.map((line, row) => (row < lines.length - 1 ? line.slice(0, -1) : line)).join("");
  const isSame = words(joined) === words(`RUN ${rest}`);
  return continued && isSame && !commented ? lines : [`RUN ${rest.replaceAll("\t", " ")}`];
}
