const WORD = String.raw`"(?:[^"\\]|\\.)*"`;
const LIST = new RegExp(String.raw`^(ENTRYPOINT|CMD|SHELL|VOLUME) \[(${WORD}(?: ${WORD})+)\]$`);
const PORTS = /^EXPOSE map\[((?:[^\s{}]+:\{\} ?)+)\]$/;
const CHECK = new RegExp(
  String.raw`^HEALTHCHECK &\{\[(${WORD}(?: ${WORD})*)\]((?: "[^"]*")*) '(\\.[^']*|[^'\\])'\}$`,
  "u",
);
/** Since BuildKit 0.34. The words of the test have no quotes. */
const NAMED_CHECK =
  /^HEALTHCHECK &?\{Test:\[(NONE|CMD|CMD-SHELL)(?: (.+))?\]((?: [A-Z]\w*:\S+)*) Retries:(\d+)\}$/;
const CHECK_TIMES = ["interval", "timeout", "start-period", "start-interval"];

/**
 * Returns an instruction in the form of a Dockerfile. Some builders store it as Go prints its values: `["a"
 * "b"]`, `map[80/tcp:{}]`, a health check as a structure. Any other text is returned unchanged.
 */
export function asWritten(text: string): string {
  const list = LIST.exec(text);
  if (list !== null) return `${list[1]} [${wordsOf(list[2]).map(goStringAsJson).join(", ")}]`;
  const ports = PORTS.exec(text);
  if (ports !== null) return `EXPOSE ${ports[1].replaceAll(":{}", "")}`;
  const check = CHECK.exec(text);
  if (check !== null) return healthcheck(check[1], check[2], check[3]);
  const named = NAMED_CHECK.exec(text);
  return named === null ? text : namedHealthcheck(named);
}

function healthcheck(test: string, times: string, retries: string): string {
  const [kind, ...words] = wordsOf(test);
  if (kind === '"NONE"') return "HEALTHCHECK NONE";
  const isShell = kind === '"CMD-SHELL"' && words.length === 1;
  const command = isShell ? goText(words[0].slice(1, -1)) : `[${words.map(goStringAsJson).join(", ")}]`;
  return withOptions(command, {
    times: [...times.matchAll(/"([^"]*)"/g)].map(([, time]) => time),
    // Go prints this number as the character with that code.
    retries: goText(retries).codePointAt(0) ?? 0,
  });
}

function namedHealthcheck([, kind, test = "", times, retries]: RegExpExecArray): string {
  if (kind === "NONE") return "HEALTHCHECK NONE";
  const command = kind === "CMD-SHELL" ? test : test.includes(" ") ? `[${test}]` : JSON.stringify([test]);
  const durations = [...times.matchAll(/:(\S+)/g)].map(([, time]) => time);
  return withOptions(command, { times: durations, retries: Number(retries) });
}

/** `times` are in the order of `CHECK_TIMES`. */
function withOptions(
  command: string,
  { times, retries }: { times: readonly string[]; retries: number },
): string {
  const options = times.flatMap((time, i) =>
    /^0s?$/.test(time) || CHECK_TIMES.length <= i ? [] : [`--${CHECK_TIMES[i]}=${time}`],
  );
  const retried = retries === 0 ? [] : [`--retries=${retries}`];
  return ["HEALTHCHECK", ...options, ...retried, `CMD ${command}`].join(" ");
}

function wordsOf(list: string): string[] {
  return list.match(new RegExp(WORD, "g")) ?? [];
}

/** Characters that Go writes as a backslash and one letter, in the order of `LETTERS`. */
const SIGNS = ["\x07", "\b", "\f", "\n", "\r", "\t", "\v"];
const LETTERS = "abfnrtv";
const ESCAPE = /\\(?:x([0-9a-f]{2})|u([0-9a-f]{4})|U([0-9a-f]{8})|([\s\S]))/g;

/**
 * Parses the text of a string or a character that Go wrote with `%q`, without its quotes. An unknown escape
 * is the escaped character. Source: Go, strconv.Quote.
 */
export function goText(quoted: string): string {
  return quoted.replace(ESCAPE, (_, byte?: string, short?: string, long?: string, letter = "") => {
    const code = byte ?? short ?? long;
    if (code !== undefined) return characterOf(Number.parseInt(code, 16));
    return SIGNS[LETTERS.indexOf(letter)] ?? letter;
  });
}

/** Returns the same string in quotes, with JSON escapes. */
export function goStringAsJson(quoted: string): string {
  return quoted.replace(ESCAPE, (sign, byte?: string, _short?: string, long?: string, letter = "") =>
    byte !== undefined || long !== undefined || letter === "a" || letter === "v"
      ? JSON.stringify(goText(sign)).slice(1, -1)
      : sign,
  );
}

function characterOf(code: number): string {
  return code > 0x10ffff ? "\ufffd" : String.fromCodePoint(code);
}
