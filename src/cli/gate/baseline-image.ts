import { resolve } from "node:path";
import { type Analysis, analyze } from "../../analysis/analyze.js";
import { type Baseline, baselineOf } from "../../analysis/gate/baseline.js";
import { gate } from "../../analysis/gate/gate.js";
import { isForbidden, type PathRule } from "../../analysis/gate/rules/path-rules.js";
import { fail } from "../../errors.js";
import { type BaselineFindings, baselineJson } from "../../report/ci/baseline-json.js";
import { escapeText } from "../../text/escape.js";
import { writeFault } from "../../text/system-words.js";
import type { Context } from "../command-context.js";
import { writeWhole } from "../output/report-file.js";
import { readsContent } from "./rule-options.js";

/** Reads an image as the baseline for another one, with the forbidden paths of the same rules. */
export async function baselineImage(
  source: string,
  paths: readonly PathRule[],
  context: Context,
): Promise<Baseline> {
  const choice = { image: undefined, platform: undefined };
  const before = await context.open(source, { choice, keepContent: readsContent(paths) });
  const analysis = await analyze(before, { signal: context.signal, onProgress: context.progress });
  return selfBaseline(analysis, { name: source, paths }, context);
}

/** Returns an image as its own baseline, to accept its current state. */
export async function selfBaseline(
  analysis: Analysis,
  { name, paths }: { readonly name: string; readonly paths: readonly PathRule[] },
  { signal }: Context,
): Promise<Baseline> {
  const forbidden = paths.filter(isForbidden);
  const rules = { numbers: [], layers: [], paths: forbidden, growth: [], ignores: [] };
  // All layers count: paths of the base image are not new either.
  const found = await gate(analysis, rules, { today: "", base: null, baseline: null, signal });
  return { ...baselineOf(analysis, found.forbidden), name };
}

/**
 * Writes the report with which later images are compared.
 * @throws LayerxError `file-not-written`.
 */
export async function writeBaseline(cwd: string, path: string, findings: BaselineFindings): Promise<void> {
  try {
    await writeWhole(resolve(cwd, path), baselineJson(findings));
  } catch (error) {
    fail("file-not-written", { path: escapeText(path), ...writeFault(error) }, error);
  }
}
