import { basename, dirname, relative, resolve } from "node:path";
import type { Basis } from "../../analysis/gate/rule.js";
import type { RulesFile, RulesSource } from "../../analysis/gate/rules-file.js";
import { fail } from "../../errors.js";
import { escapeText, type Printable } from "../../text/escape.js";
import { readTextFile } from "../settings/text-file.js";

/** The default files of rules, in order of precedence, with the form of each. */
const FORMS: ReadonlyMap<string, Basis> = new Map([
  [".layerx.yaml", "exact"],
  [".dive-ci", "dive"],
]);

/** A probable misspelling of the first default, whose rules would be ignored. */
const NEARLY = ".layerx.yml";

/** The rules of a file, with those of extended files. */
export interface FoundRules {
  readonly file: RulesFile;
  /** The path as the user names it. */
  readonly path: Printable;
  /** This file and the files that it extends, as full paths. */
  readonly files: readonly string[];
}

/**
 * Returns the file of rules: `config` if it is given, else the default file in the working directory.
 * @returns `null` if there is none.
 * @throws LayerxError `no-rules-file`, `bad-rules`, `misnamed-rules`.
 */
export async function findRules(cwd: string, config: string | undefined): Promise<FoundRules | null> {
  for (const path of config === undefined ? FORMS.keys() : [config]) {
    const read = await readTextFile(resolve(cwd, path));
    if (read.text === null) {
      if (read.missing && config === undefined) {
        await checkNearlyNamed(cwd, path);
        continue;
      }
      return fail("no-rules-file", { path: escapeText(path), reason: read.reason });
    }
    const source = { path, text: read.text, form: FORMS.get(basename(path)) ?? null };
    const files = new Set<string>();
    const file = await withExtended(source, { cwd, within: [], files });
    return { file, path: escapeText(path), files: [...files] };
  }
  return null;
}

async function checkNearlyNamed(cwd: string, wanted: string): Promise<void> {
  if (wanted !== ".layerx.yaml") return;
  const { text } = await readTextFile(resolve(cwd, NEARLY));
  if (text !== null) fail("misnamed-rules", { path: NEARLY, wanted });
}

interface Extending {
  readonly cwd: string;
  /** The chain of files that extend this one, as full paths. */
  readonly within: readonly string[];
  /** Filled with all files that are read, as full paths. */
  readonly files: Set<string>;
}

async function withExtended(source: RulesSource, { cwd, within, files }: Extending): Promise<RulesFile> {
  // Loaded late: most runs have no file, and loading the YAML parser takes longer than the check.
  const { mergedRules, parseRules } = await import("../../analysis/gate/rules-file.js");
  const own = parseRules(source);
  const here = resolve(cwd, source.path);
  const chain = [...within, here];
  files.add(here);
  let lower: RulesFile | null = null;
  for (const { path, where } of own.extends) {
    const target = resolve(dirname(here), path);
    if (chain.includes(target)) badExtends(where, `${path} extends itself`);
    const read = await readTextFile(target);
    if (read.text === null) badExtends(where, `cannot read ${path}: ${read.reason}`);
    const shown = relative(cwd, target) || path;
    const found = await withExtended(
      { path: shown, text: read.text, form: "exact" },
      { cwd, within: chain, files },
    );
    lower = lower === null ? found : mergedRules(lower, found);
  }
  return lower === null ? own : mergedRules(lower, own);
}

function badExtends(where: string, problem: string): never {
  const next = "name a file of rules, from the folder of this one";
  fail("bad-rules", { where: escapeText(where), problem: escapeText(problem), next });
}
