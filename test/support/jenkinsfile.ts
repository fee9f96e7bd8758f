/** A section or a step of a declarative pipeline: `stage('Gate') { … }`, `sh '…'`. */
export interface Directive {
  readonly name: string;
  /** The arguments after the name: strings without their quotes, and words. */
  readonly args: readonly string[];
  readonly children: readonly Directive[];
}

/** The allowed contents of each section, from Jenkins' "Pipeline Syntax". */
const SECTIONS: Readonly<Record<string, readonly string[]>> = {
  "": ["pipeline"],
  pipeline: ["agent", "stages"],
  agent: [],
  stages: ["stage"],
  stage: ["steps", "post"],
  steps: ["sh", "junit"],
  post: ["always"],
  always: ["sh", "junit"],
  sh: [],
  junit: [],
};
const REQUIRED: Readonly<Record<string, readonly string[]>> = {
  "": ["pipeline"],
  pipeline: ["agent", "stages"],
  stages: ["stage"],
  stage: ["steps"],
};

const TOKEN = /\/\/[^\n]*|'((?:[^'\\\n]|\\.)*)'|([A-Za-z_]\w*)|([{}()])|(\n)|[ \t]+|([\s\S])/g;

/** Reads the one pipeline of a Jenkinsfile. @throws if Jenkins would not run it. */
export function jenkinsPipeline(text: string): Directive {
  const tokens = [...text.matchAll(TOKEN)].flatMap(([whole, quoted, word, mark, end, stray]) => {
    if (stray !== undefined) throw new Error(`${JSON.stringify(stray)} is not known`);
    if (quoted !== undefined) return [{ kind: "text", value: quoted }];
    if (word !== undefined) return [{ kind: "word", value: word }];
    return mark === undefined && end === undefined ? [] : [{ kind: whole, value: whole }];
  });
  let at = 0;
  const blockOf = (parent: string, last: string | null): Directive[] => {
    const found: Directive[] = [];
    while (tokens[at]?.kind !== (last ?? undefined)) {
      if (tokens[at] === undefined) throw new Error(`${parent} does not end`);
      if (tokens[at].kind === "\n") at++;
      else found.push(directiveOf(parent));
    }
    at++;
    const names = found.map(({ name }) => name);
    const missing = (REQUIRED[parent] ?? []).filter((name) => !names.includes(name));
    if (missing.length > 0) throw new Error(`${parent} has no ${missing}`);
    return found;
  };
  const directiveOf = (parent: string): Directive => {
    const { kind, value: name } = tokens[at];
    if (kind !== "word" || !SECTIONS[parent].includes(name)) throw new Error(`${name} within ${parent}`);
    const args: string[] = [];
    for (at++; tokens[at] !== undefined && !["{", "}", "\n"].includes(tokens[at].kind); at++) {
      if (tokens[at].kind === "text" || tokens[at].kind === "word") args.push(tokens[at].value);
    }
    if (tokens[at]?.kind !== "{") return { name, args, children: [] };
    at++;
    return { name, args, children: blockOf(name, "}") };
  };
  return blockOf("", null)[0];
}

/** @returns the scripts of all `sh` steps, in order. */
export function shellSteps({ name, args, children }: Directive): string[] {
  return name === "sh" ? [...args] : children.flatMap(shellSteps);
}
