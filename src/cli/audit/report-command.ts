import { resolve } from "node:path";
import { ChosenLines } from "../../analysis/audit/chosen.js";
import type { AuditLine } from "../../analysis/audit/line.js";
import { AuditMerge } from "../../analysis/audit/merge.js";
import { readAuditLine } from "../../analysis/audit/read-line.js";
import { auditSince } from "../../analysis/audit/since.js";
import type { AuditSummary } from "../../analysis/audit/summary.js";
import { fail, LayerxError } from "../../errors.js";
import { checkOutputs } from "../../extract/same-file.js";
import { type AuditFormat, auditReport } from "../../report/audit/audit-report.js";
import { counted } from "../../text/count.js";
import { escapeText } from "../../text/escape.js";
import type { Context, ExitCode } from "../command.js";
import { systemReason, writeWhole } from "../output/report-file.js";
import { linesOfFile } from "./line-file.js";

export interface AuditReportRun {
  readonly files: readonly string[];
  readonly format: AuditFormat;
  /** The files of an earlier audit. */
  readonly since: readonly string[];
  /** The label that names the team; `null`: the path of the repository does. */
  readonly label: string | null;
  /** `undefined` for stdout. */
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
  const text = auditReport({ summary, since: earlier && auditSince(earlier, summary) }, format);
  if (output === undefined) await context.write(text);
  else await written(output, text, context);
  return 0;
}

async function written(output: string, text: string, { world }: Context): Promise<void> {
  try {
    await writeWhole(resolve(world.cwd, output), text);
  } catch (error) {
    fail("file-not-written", { path: escapeText(output), reason: systemReason(error) }, error);
  }
}

/** Reads the files twice, so that not all lines are in memory: to choose a line for each image, and to add them up. */
async function merged(
  files: readonly string[],
  label: string | null,
  context: Context,
): Promise<AuditSummary> {
  const chosen = new ChosenLines();
  let cut = 0;
  for await (const { line, text } of auditLines(files, context)) {
    if (line === null) cut++;
    else chosen.offer(line, text);
  }
  const merge = new AuditMerge({ label });
  for await (const { line, text } of auditLines(files, context)) {
    if (line !== null && chosen.take(line, text)) merge.add(line);
  }
  if (cut > 0) context.tell(escapeText(`left out ${counted(cut, "last line")} that an interrupted run cut`));
  return merge.summary();
}

/** All lines of all files; `null` for a last line that was cut. */
async function* auditLines(
  files: readonly string[],
  { world, signal }: Context,
): AsyncGenerator<{ readonly line: AuditLine | null; readonly text: string }> {
  for (const path of files) {
    try {
      for await (const { text, whole, number } of linesOfFile(resolve(world.cwd, path))) {
        signal.throwIfAborted();
        const line = readAuditLine(text);
        if (line === null && whole) {
          fail("bad-audit", {
            path: escapeText(path),
            problem: `line ${number} is not a line of layerx audit`,
          });
        }
        yield { line, text };
      }
    } catch (error) {
      if (signal.aborted || error instanceof LayerxError) throw error;
      fail(
        "bad-audit",
        { path: escapeText(path), problem: `the system says: ${systemReason(error)}` },
        error,
      );
    }
  }
}
