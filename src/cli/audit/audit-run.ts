import { resolve } from "node:path";
import type { AuditLine } from "../../analysis/audit/line.js";
import { readAuditLine } from "../../analysis/audit/read-line.js";
import { fail, isSystemError } from "../../errors.js";
import { jsonText } from "../../report/syntax/json-document.js";
import { counted } from "../../text/count.js";
import { escapeText } from "../../text/escape.js";
import { writeFault } from "../../text/system-words.js";
import type { Context, ExitCode } from "../command-context.js";
import { auditImage, auditRules } from "./audit-image.js";
import { type LineFile, linesOfFile, openLines } from "./line-file.js";
import { inParallel } from "./parallel.js";
import { progressText, retryWaitText, SharedBytes } from "./progress-text.js";

export interface AuditRun {
  readonly images: readonly string[];
  /** Those of `images` that only a pattern names. They have no line if they are artifacts. */
  readonly matched: ReadonlySet<string>;
  /** Lines for patterns and repositories that could not be listed. */
  readonly failures: readonly AuditLine[];
  readonly config: string | undefined;
  /** The number of images that are read at the same time. */
  readonly jobs: number;
  /** The file of lines; `undefined` for stdout. */
  readonly output: string | undefined;
  /** True to keep the lines of the output, and to skip the images of these lines. */
  readonly resume: boolean;
  readonly failOnVerdict: boolean;
}

/** Counts of the lines so far. */
interface Tally {
  done: number;
  /** The number of tags that are artifacts. */
  artifacts: number;
  failed: number;
  /** The number of images whose rules failed. */
  rulesFailed: number;
  unchecked: number;
}

/**
 * Audits images and writes one line each, in the order in which they are finished.
 * @returns 2 if an image could not be read; else 1 if `failOnVerdict` and a rule failed; else 0.
 * @throws LayerxError of the rules and of the output; the signal's reason.
 */
export async function runAudit(run: AuditRun, context: Context): Promise<ExitCode> {
  const { world, signal } = context;
  // A table of contents may be wrong: a pipeline that fails by the rules must not depend on it.
  const rules = await auditRules(context, run.config);
  const path = run.output === undefined ? null : resolve(world.cwd, run.output);
  const earlier = path !== null && run.resume ? await linesBefore(path, run.output ?? "") : NOTHING_BEFORE;
  const images = run.images.filter((image) => !earlier.done.has(image));
  const lines = path === null ? null : await attempt(run, () => openLines(path, { keep: earlier.end }));
  const tally: Tally = { done: 0, artifacts: 0, failed: 0, rulesFailed: 0, unchecked: 0 };
  const kept = { ...tally };
  for (const image of run.images) countVerdict(kept, earlier.done.get(image));
  for (const line of run.failures) {
    await addLine(jsonText(line), lines, run, context);
    count(tally, line);
  }
  const shared = new SharedBytes();
  const queue = images.values();
  const started = now(context);
  const show = (why: string | null) => {
    const milliseconds = now(context) - started;
    const progress = { ...tally, saved: shared.saved, total: images.length - tally.artifacts, milliseconds };
    context.status(escapeText(why === null ? progressText(progress) : retryWaitText(progress, why)));
  };
  const settings = { rules, wholeLayers: run.failOnVerdict, onRetryWait: show };
  const job = async () => {
    for (const source of queue) {
      signal.throwIfAborted();
      show(null);
      const line = await auditImage(source, settings, context);
      if (line.error?.code === "is-artifact" && run.matched.has(source)) {
        tally.artifacts++;
        continue;
      }
      await addLine(jsonText(line), lines, run, context);
      count(tally, line);
      shared.add(line);
    }
  };
  try {
    await inParallel(job, Math.min(run.jobs, images.length));
  } finally {
    await lines?.close();
  }
  context.tell(escapeText(summary(tally, run.images.length - images.length)));
  if (tally.failed > 0) return 2;
  if (!run.failOnVerdict) return 0;
  // A resumed run has the same exit code as an uninterrupted run.
  if (tally.unchecked + kept.unchecked > 0) return 2;
  return tally.rulesFailed + kept.rulesFailed > 0 ? 1 : 0;
}

/** The contents of the output file before the run. */
interface Before {
  /** The images in the file with a result, and whether their rules passed. */
  readonly done: ReadonlyMap<string, Verdict>;
  /** The number of bytes up to the end of the last complete line. */
  readonly end: number;
}

/** As `pass` of a line's gate: `null` if the rules could not be checked. */
type Verdict = boolean | null;

const NOTHING_BEFORE: Before = { done: new Map(), end: 0 };

/**
 * Returns the images with a result in the output file, and the end of its last complete line. Images that
 * could not be read are not included, because they are tried again.
 */
async function linesBefore(path: string, shown: string): Promise<Before> {
  const done = new Map<string, Verdict>();
  let end = 0;
  for await (const line of attemptLines(path, shown)) {
    if (!line.whole) break;
    const known = readAuditLine(line.text);
    if (known === null) {
      fail("bad-value", {
        option: "--output",
        value: escapeText(shown),
        wanted: `a file of \`layerx audit\` with --resume; line ${line.number} is not one of its lines`,
        command: "layerx audit",
      });
    }
    if (known.error === null) done.set(known.source, known.gate.pass);
    end = line.end;
  }
  return { done, end };
}

async function* attemptLines(path: string, shown: string) {
  try {
    yield* linesOfFile(path);
  } catch (error) {
    if (isSystemError(error) && error.code === "ENOENT") return;
    fail("file-not-written", { path: escapeText(shown), ...writeFault(error) }, error);
  }
}

async function addLine(text: string, lines: LineFile | null, run: AuditRun, context: Context): Promise<void> {
  if (lines === null) await context.write(`${text}\n`);
  else await attempt(run, () => lines.add(text));
}

/** @throws LayerxError `file-not-written` */
async function attempt<T>({ output = "" }: AuditRun, step: () => Promise<T>): Promise<T> {
  try {
    return await step();
  } catch (error) {
    return fail("file-not-written", { path: escapeText(output), ...writeFault(error) }, error);
  }
}

function count(tally: Tally, line: AuditLine): void {
  tally.done++;
  if (line.error !== null) tally.failed++;
  else countVerdict(tally, line.gate.pass);
}

function countVerdict(tally: Tally, pass: Verdict | undefined): void {
  if (pass === null) tally.unchecked++;
  else if (pass === false) tally.rulesFailed++;
}

function now({ world }: Context): number {
  return world.now?.() ?? Date.now();
}

function summary({ done, artifacts, failed, rulesFailed, unchecked }: Tally, skipped: number): string {
  const parts = [
    `audited ${counted(done, "image")}`,
    `${failed} could not be read`,
    `${rulesFailed} failed a rule`,
    ...(unchecked > 0 ? [`${unchecked} could not be checked`] : []),
    ...(artifacts > 0 ? [`${counted(artifacts, "tag")} left out, because they are artifacts`] : []),
    ...(skipped > 0 ? [`${skipped} skipped, because the output has them`] : []),
  ];
  return parts.join(", ");
}
