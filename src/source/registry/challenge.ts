/** One challenge of a `WWW-Authenticate` header. */
export interface Challenge {
  /** In lower case: `bearer`, `basic`. */
  readonly scheme: string;
  /** Names in lower case. */
  readonly parameters: ReadonlyMap<string, string>;
}

const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+/;
const PARAMETER = /^([!#$%&'*+\-.^_`|~0-9A-Za-z]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,"]*))/;

/**
 * Returns all challenges of all `WWW-Authenticate` headers of an answer. One header may have several, and
 * commas may be quoted. Invalid parts are skipped. Source: RFC 9110, 11.6.1.
 */
export function parseChallenges(headers: readonly string[]): Challenge[] {
  return headers.flatMap(challengesOf);
}

function challengesOf(header: string): Challenge[] {
  const challenges: { scheme: string; parameters: Map<string, string> }[] = [];
  let rest = header;
  while (rest !== "") {
    rest = rest.replace(/^[\s,]+/, "");
    const parameter = PARAMETER.exec(rest);
    const last = challenges.at(-1);
    if (parameter !== null && last !== undefined) {
      const value = parameter[2]?.replace(/\\(.)/g, "$1") ?? parameter[3];
      last.parameters.set(parameter[1].toLowerCase(), value);
      rest = rest.slice(parameter[0].length);
      continue;
    }
    const scheme = TOKEN.exec(rest);
    if (scheme === null) {
      rest = rest.slice(1);
      continue;
    }
    challenges.push({ scheme: scheme[0].toLowerCase(), parameters: new Map() });
    rest = rest.slice(scheme[0].length);
  }
  return challenges;
}

/** Returns the challenge to answer: Bearer with a realm is preferred to Basic; `null` if there is neither. */
export function preferred(challenges: readonly Challenge[]): Challenge | null {
  const bearer = challenges.find(({ scheme, parameters }) => scheme === "bearer" && parameters.get("realm"));
  return bearer ?? challenges.find(({ scheme }) => scheme === "basic") ?? null;
}
