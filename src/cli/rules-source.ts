import { readFile } from "node:fs/promises";
import { basename, resolve } from "node:path";
import type { Basis } from "../analysis/rules.js";
import type { RulesSource } from "../analysis/rules-file.js";
import { fail } from "../errors.js";
import { escapeText } from "../text/escape.js";

/** Where rules stand by default, the first that is there; and whose form each name stands for. */
const FORMS: ReadonlyMap<string, Basis> = new Map([
  [".layerx.yaml", "exact"],
  [".dive-ci", "dive"],
]);

/**
 * The file of rules: `config` where it is given, else what the working directory has.
 * @returns `null` where there is none.
 * @throws LayerxError `no-rules-file`.
 */
export async function findRules(cwd: string, config: string | undefined): Promise<RulesSource | null> {
  for (const path of config === undefined ? FORMS.keys() : [config]) {
    const text = await readText(resolve(cwd, path), { path, required: config !== undefined });
    if (text !== null) return { path, text, form: FORMS.get(basename(path)) ?? null };
  }
  return null;
}

async function readText(
  file: string,
  { path, required }: { path: string; required: boolean },
): Promise<string | null> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    if (code === "ENOENT" && !required) return null;
    const reason = code === "ENOENT" ? "there is no such file" : `the system says: ${reasonOf(error)}`;
    return fail("no-rules-file", { path: escapeText(path), reason: escapeText(reason) }, error);
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
