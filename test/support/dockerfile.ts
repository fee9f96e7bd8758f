/*
 * The checks of a Dockerfile parser before a build: continued lines, comments, here-documents, keywords, options and the
 * number of words. Source: Dockerfile reference; BuildKit, frontend/dockerfile/parser.
 */

export interface ParsedInstruction {
  readonly keyword: string;
  readonly rest: string;
  readonly hereDocuments: readonly string[];
}

const OPTIONS: Readonly<Record<string, readonly string[]>> = {
  RUN: ["mount", "network", "security", "device"],
  COPY: ["from", "chown", "chmod", "link", "parents", "exclude"],
  ADD: ["chown", "chmod", "link", "checksum", "keep-git-dir", "exclude", "unpack"],
  HEALTHCHECK: ["interval", "timeout", "start-period", "start-interval", "retries"],
  FROM: ["platform"],
};
const KEYWORDS = new Set(
  "ADD ARG CMD COPY ENTRYPOINT ENV EXPOSE FROM HEALTHCHECK LABEL MAINTAINER ONBUILD RUN SHELL STOPSIGNAL USER VOLUME WORKDIR".split(
    " ",
  ),
);

/** @returns the instructions of a Dockerfile. @throws Error the message of a parser, with the line. */
export function parseDockerfile(text: string): ParsedInstruction[] {
  const lines = text.split("\n");
  const sign = /^#\s*escape\s*=\s*`/.test(lines[0]) ? "`" : "\\";
  const goesOn = sign === "`" ? /`[ \t]*$/ : /\\[ \t]*$/;
  const parsed: ParsedInstruction[] = [];
  for (let at = 0; at < lines.length; at++) {
    if (/^\s*(#|$)/.test(lines[at])) continue;
    let line = lines[at].trimStart();
    while (goesOn.test(line)) {
      line = line.replace(goesOn, "");
      do {
        if (++at >= lines.length) throw new Error(`the last instruction goes on: ${line}`);
      } while (/^\s*(#|$)/.test(lines[at]));
      line += lines[at];
    }
    const keyword = /^\S+/.exec(line)?.[0].toUpperCase() ?? "";
    const rest = line.slice(keyword.length).trim();
    const hereDocuments: string[] = [];
    for (const { mark, strip } of ["RUN", "COPY", "ADD"].includes(keyword) ? marksOf(rest, sign) : []) {
      const body: string[] = [];
      for (at++; ; at++) {
        if (at >= lines.length) throw new Error(`unterminated here-document ${mark}: ${line}`);
        if ((strip ? lines[at].replace(/^\t+/, "") : lines[at]) === mark) break;
        body.push(lines[at]);
      }
      hereDocuments.push(body.join("\n"));
    }
    check({ keyword, rest, line, sign });
    parsed.push({ keyword, rest, hereDocuments });
  }
  if (parsed[0]?.keyword !== "FROM") throw new Error("no build stage: FROM is not the first instruction");
  return parsed;
}

function marksOf(rest: string, sign: string): { mark: string; strip: boolean }[] {
  return wordsOf(rest, { closed: false, sign }).flatMap((word) => {
    const match = /^\d*<<(-?)([^<]+)$/.exec(word);
    return match === null ? [] : [{ mark: match[2].replace(/['"]/g, ""), strip: match[1] === "-" }];
  });
}

function check({
  keyword,
  rest,
  line,
  sign,
}: {
  keyword: string;
  rest: string;
  line: string;
  sign: string;
}): void {
  const failed = (why: string) => new Error(`${why}: ${line}`);
  if (!KEYWORDS.has(keyword)) throw failed("unknown instruction");
  if (rest === "") throw failed("requires at least one argument");
  let words = rest.split(/[ \t]+/);
  while (words[0]?.startsWith("--") && words[0] !== "--") {
    const name = words[0].slice(2).split("=")[0];
    if (!(OPTIONS[keyword] ?? []).includes(name)) throw failed(`unknown flag ${name}`);
    words = words.slice(1);
  }
  if ((keyword === "COPY" || keyword === "ADD") && words.length < 2) throw failed("requires two arguments");
  if (keyword === "SHELL" && !isList(rest)) throw failed("requires the JSON form");
  if (keyword === "HEALTHCHECK" && !/^(NONE|CMD)$/.test(words[0] ?? "")) throw failed("unknown type");
  if (keyword === "ONBUILD")
    check({ keyword: words[0].toUpperCase(), rest: rest.slice(words[0].length).trim(), line, sign });
  if (keyword === "EXPOSE" && !words.every((word) => /^[\w${}:.-]+(\/\w+)?$/.test(word)))
    throw failed("bad port");
  if (keyword === "ENV" || keyword === "LABEL") {
    for (const word of wordsOf(rest, { closed: true, sign }))
      if (!/^[^=]+=/.test(word)) throw failed(`no = in ${word}`);
  }
}

/** @returns the words in the way of a shell, with their quotes. */
function wordsOf(text: string, { closed, sign }: { closed: boolean; sign: string }): string[] {
  const words: string[] = [];
  let word = "";
  let quote = "";
  for (let at = 0; at < text.length; at++) {
    const char = text[at];
    if (quote === "" && /\s/.test(char)) {
      if (word !== "") words.push(word);
      word = "";
      continue;
    }
    word += char;
    if (char === sign && quote !== "'") word += text[++at] ?? "";
    else if (quote === char) quote = "";
    else if (quote === "" && (char === '"' || char === "'")) quote = char;
  }
  if (closed && quote !== "") throw new Error(`no closing ${quote}: ${text}`);
  return word === "" ? words : [...words, word];
}

function isList(text: string): boolean {
  return /^\[\s*"(?:[^"\\]|\\.)*"(?:\s*,\s*"(?:[^"\\]|\\.)*")*\s*\]$/.test(text);
}
