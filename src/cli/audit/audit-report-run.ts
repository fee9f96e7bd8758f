import { resolve } from "node:path";
import { ChosenLines } from "../../analysis/audit/chosen-lines.js";
import { AuditMerge } from "../../analysis/audit/merge.js";
import { readAuditLine, readLineHead } from "../../analysis/audit/read-line.js";
import { auditSince } from "../../analysis/audit/since.js";
import type { AuditSummary } from "../../analysis/audit/summary.js";
import { fail, LayerxError } from "../../errors.js";
import { checkOutputs } from "../../extract/same-file.js";
import { type AuditFormat, auditReport } from "../../report/audit/audit-report.js";
import { counted } from "../../text/count.js";
import { escapeText } from "../../text/escape.js";
import { readReason, writeFault } from "../../text/system-words.js";
import type { Context, ExitCode } from "../command-context.js";
import { writeWhole } from "../output/report-file.js";
import { linesOfFile, type ReadLine } from "./line-file.js";

export interface AuditReportRun {
  readonly files: readonly string[];
  readonly format: AuditFormat;
  /** The files of an earlier audit. */
  readonly since: readonly string[];
  /** The label that names the team; `null`: the path of the repository names it. */
  readonly label: string | null;
  /** The output file; `undefined` for stdout. */
  readonly output: string | undefined;
}

/**
 * Merges the lines of audits into one report.
 * @throws LayerxError `bad-audit`, `same-file`, `file-not-written`; the signal's reason.
 */
export async function runAuditReport(run: AuditReportRun, context: Context): Promise<ExitCode> {
  const { files, format, since, label, output } = run;
  if (output !== undefined) {
    const inputs = [...files, ...since].map((path) => ({ path, what: "an audit" }));
    await checkOutputs([output], inputs, context.world);
  }
  const summary = await merged(files, label, context);
  const earlier = since.length === 0 ? null : await merged(since, label, context);
  const today = new Date(context.world.now?.() ?? Date.now()).toISOString().slice(0, 10);
  const text = await auditReport({ summary, since: earlier && auditSince(earlier, summary), today }, format);
  if (output === undefined) await context.write(text);
  else await written(output, text, context);
  return 0;
}

async function written(output: string, text: string, { world }: Context): Promise<void> {
  try {
    await writeWhole(resolve(world.cwd, output), text);
  } catch (error) {
    fail("file-not-written", { path: escapeText(output), ...writeFault(error) }, error);
  }
}

/**
 * Reads the files twice, so that the lines need not be in memory. The first pass reads the head of each line and chooses one line
 * for each image. The second pass adds up the chosen lines.
 */
async function merged(
  files: readonly string[],
  label: string | null,
  context: Context,
): Promise<AuditSummary> {
  const chosen = new ChosenLines();
  let cut = 0;
  for await (const { text, whole, refuse } of auditLines(files, context)) {
    const head = whole || readAuditLine(text) !== null ? readLineHead(text) : null;
    if (head !== null) chosen.offer(head, text);
    else if (whole) refuse();
    else cut++;
  }
  chosen.choose();
  const merge = new AuditMerge({ label });
  for await (const { text, whole, refuse } of auditLines(files, context)) {
    const line = readAuditLine(text);
    const head = line === null ? null : readLineHead(text);
    if (line?.source !== head?.source || (line === null && whole)) refuse();
    if (line !== null && head !== null && chosen.take(head, text)) merge.add(line);
  }
  if (cut > 0) context.tell(escapeText(`left out ${counted(cut, "last line")} that an interrupted run cut`));
  return merge.summary();
}

interface TextLine extends Pick<ReadLine, "text" | "whole"> {
  /** Throws an error: the line is not a line of an audit. */
  refuse(): never;
}

/** Yields all lines of all files. */
async function* auditLines(files: readonly string[], { world, signal }: Context): AsyncGenerator<TextLine> {
  for (const path of files) {
    const bad = (problem: string, error?: unknown) =>
      fail("bad-audit", { path: escapeText(path), problem: escapeText(problem) }, error);
    try {
      for await (const { text, whole, number } of linesOfFile(resolve(world.cwd, path))) {
        signal.throwIfAborted();
        yield { text, whole, refuse: () => bad(`line ${number} is not a line of layerx audit`) };
      }
    } catch (error) {
      if (signal.aborted || error instanceof LayerxError) throw error;
      bad(readReason(error), error);
    }
  }
}
