import { analyze } from "../../analysis/analyze.js";
import type { AuditGate, AuditLine } from "../../analysis/audit/line.js";
import { gate } from "../../analysis/gate/gate.js";
import { LayerxError } from "../../errors.js";
import type { Image } from "../../image/image.js";
import { auditError, auditedImage, auditGate } from "../../report/audit/audit-line.js";
import type { ImageFindings } from "../../report/image/image-json.js";
import { repositoryOfImage } from "../../source/references/reference.js";
import { escapeText } from "../../text/escape.js";
import type { Context, ReadingProgress } from "../command-context.js";
import type { BaseArgs } from "../gate/base-options.js";
import { gateRules, listedBy, type RuleSources, readsContent } from "../gate/rule-options.js";
import { findRules } from "../gate/rules-source.js";
import { findingsOn } from "../images/image-findings.js";

const NO_BASELINE = { baseline: null, allowed: new Map() } as const;

/**
 * Reads the rules for all images, once.
 * @throws LayerxError of the file of rules.
 */
export async function auditRules(
  { world: { cwd } }: Context,
  config: string | undefined,
): Promise<RuleSources> {
  const file = (await findRules(cwd, config))?.file ?? null;
  return { flags: new Map(), metrics: undefined, file, ...(await listedBy(file)) };
}

/** The settings for reading all images of a run. */
export interface AuditSettings {
  readonly rules: RuleSources;
  /** True to read whole layers. Otherwise the table of contents of a layer is read instead, if it has one. */
  readonly wholeLayers: boolean;
  /** Shows why the image has to wait for a registry; `null` after the wait. */
  onRetryWait(why: string | null): void;
}

/**
 * Reads one image and returns its line. A failure is a line, too. All images that were opened are closed when it returns.
 * @throws the signal's reason
 */
export async function auditImage(
  source: string,
  { rules, wholeLayers, onRetryWait }: AuditSettings,
  context: Context,
): Promise<AuditLine> {
  const { signal } = context;
  const opened: Image[] = [];
  // With a table of contents, each file that a rule reads would be a request of its own.
  const keepContent = readsContent(rules.paths);
  const looking = !wholeLayers && !keepContent;
  const open: Context["open"] = async (name, settings) => {
    // There is one line of progress for all images, not one for each.
    const onProgress = ({ phase, isRetryWait }: ReadingProgress) => {
      if (isRetryWait !== undefined) onRetryWait(isRetryWait ? phase : null);
    };
    const image = await context.open(name, { ...settings, signal, onProgress, looking, keepContent });
    opened.push(image);
    return image;
  };
  try {
    const image = await open(source);
    const read = await analyze(image, { signal, digests: true });
    const args = baseArgs(rules.file?.base ?? null);
    const findings = await findingsOn(read, { args, duplicates: false, contents: false, signal, open });
    const verdict = await checkRules(findings, rules, context);
    return auditedImage({ source, repository: repositoryOfImage(image), findings, gate: verdict });
  } catch (error) {
    signal.throwIfAborted();
    return { schemaVersion: 1, source, error: auditError(known(error)) };
  } finally {
    for (const image of opened) await context.release(image);
  }
}

async function checkRules(
  { analysis, base }: ImageFindings,
  rules: RuleSources,
  { signal, world }: Context,
): Promise<AuditGate> {
  const today = new Date(world.now?.() ?? Date.now()).toISOString().slice(0, 10);
  const named = base.counted ? base.found : null;
  try {
    const outcome = await gate(analysis, gateRules(rules, NO_BASELINE), {
      today,
      base: named,
      baseline: null,
      signal,
    });
    return auditGate(outcome);
  } catch (error) {
    signal.throwIfAborted();
    // The image was read, so its line has its sizes, even if the rules could not be checked.
    if (error instanceof LayerxError) return { pass: null, rules: [], error: auditError(error) };
    throw error;
  }
}

function baseArgs(base: number | string | null): BaseArgs {
  return {
    base: typeof base === "string" ? base : undefined,
    "base-layers": typeof base === "number" ? String(base) : undefined,
  };
}

function known(error: unknown): LayerxError {
  if (error instanceof LayerxError) return error;
  const reason = escapeText(error instanceof Error ? error.message : String(error));
  return new LayerxError("unexpected", { command: "layerx audit", reason }, error);
}
