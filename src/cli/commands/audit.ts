import type { Argv } from "yargs";
import { fail } from "../../errors.js";
import { checkOutputs } from "../../extract/same-file.js";
import { AUDIT_FORMATS, type AuditFormat } from "../../report/audit/audit-report.js";
import { wholeNumber } from "../arguments/options.js";
import { imagesOf, shardOption } from "../audit/audit-images.js";
import { runAuditReport } from "../audit/audit-report-run.js";
import { runAudit } from "../audit/audit-run.js";
import type { Command, Context, ExitCode } from "../command-context.js";

interface AuditArgs {
  IMAGES: string[] | undefined;
  images: string | undefined;
  config: string | undefined;
  jobs: string;
  output: string | undefined;
  resume: boolean | undefined;
  shard: string | undefined;
  tags: string | undefined;
  newest: string | undefined;
  "fail-on": "verdict" | undefined;
  format: AuditFormat | undefined;
  since: string[] | undefined;
  "team-label": string | undefined;
}

const COMMAND = "layerx audit";
/** The first word after `layerx audit` that makes it a report. */
const REPORT_WORD = "report";
const REPORT = "Options of `layerx audit report FILE..`:";
const MOST_JOBS = 64;

export const auditCommand: Command<AuditArgs> = {
  usage: "audit [IMAGES..]",
  summary: "check many images, one JSON line each",
  values: { format: AUDIT_FORMATS, "fail-on": ["verdict"] },
  options: (argv: Argv) =>
    argv
      .positional("IMAGES", {
        type: "string",
        array: true,
        describe: "Images, or registry:HOST/TEAM/*; or the word report and files of audits",
      })
      .option("images", {
        type: "string",
        requiresArg: true,
        describe: "File with one image a line, or - for stdin; # begins a comment",
      })
      .option("config", {
        type: "string",
        requiresArg: true,
        describe: "File of rules (default: .layerx.yaml, else .dive-ci)",
      })
      .option("jobs", {
        type: "string",
        requiresArg: true,
        default: "1",
        describe: "Number of images to read at the same time",
      })
      .option("output", {
        type: "string",
        requiresArg: true,
        describe: "Write the lines, or the report, to this file (default: stdout)",
      })
      .option("resume", {
        type: "boolean",
        describe: "Keep the lines of --output, and skip the images that were read",
      })
      .option("shard", {
        type: "string",
        requiresArg: true,
        describe: "Only a part of the images: I/N, auto/N or auto",
      })
      .option("tags", {
        type: "string",
        requiresArg: true,
        describe: "Tags of registry:HOST/TEAM/*, for example v* (default: all)",
      })
      .option("newest", {
        type: "string",
        requiresArg: true,
        describe: "Only the newest N tags of each repository, by creation date",
      })
      .option("fail-on", {
        choices: ["verdict"] as const,
        requiresArg: true,
        describe: "verdict: exit 1 if a rule fails",
      })
      .option("format", {
        group: REPORT,
        choices: AUDIT_FORMATS,
        requiresArg: true,
        describe: "Form of the report (default: text)",
      })
      .option("since", {
        group: REPORT,
        type: "string",
        array: true,
        requiresArg: true,
        describe: "File of an earlier audit, to list images that got worse; may be repeated",
      })
      .option("team-label", {
        group: REPORT,
        type: "string",
        requiresArg: true,
        describe: "Label that names the team of an image (default: the path of its repository)",
      }),
  run: (args, context) => {
    const [first, ...files] = args.IMAGES ?? [];
    const given = { ...args, output: args.output === "-" ? undefined : args.output };
    return first === REPORT_WORD ? report(given, files, context) : audit(given, context);
  },
};

/** Options that `audit report` does not take, and options that only it takes. */
const AUDIT_ONLY = ["images", "config", "resume", "shard", "tags", "newest", "fail-on"] as const;
const REPORT_ONLY = ["format", "since", "team-label"] as const;

async function report(args: AuditArgs, files: readonly string[], context: Context): Promise<ExitCode> {
  checkUnused(args, AUDIT_ONLY, "`layerx audit report` reads files of audits, not images");
  if (files.length === 0) {
    const why =
      "`layerx audit report` takes <FILE..>; for an image of that name write docker:report or ./report";
    fail("bad-usage", { problem: "no file of an audit was given", why, command: COMMAND });
  }
  const { format = "text", since = [], output, "team-label": label = null } = args;
  return runAuditReport({ files, format, since, label, output }, context);
}

/** @throws LayerxError `bad-usage` for an option that has no effect */
function checkUnused(args: AuditArgs, names: readonly (keyof AuditArgs)[], why: string): void {
  const given = names.find((name) => args[name] !== undefined);
  if (given !== undefined)
    fail("bad-usage", { problem: `--${given} has no effect here`, why, command: COMMAND });
}

async function audit(args: AuditArgs, context: Context): Promise<ExitCode> {
  checkUnused(args, REPORT_ONLY, "only `layerx audit report FILE..` takes it");
  const { config, output, resume = false } = args;
  if (resume && output === undefined) {
    const why = "it continues the file of --output, which is not set";
    fail("bad-usage", { problem: "--resume needs --output", why, command: COMMAND });
  }
  const jobs = wholeNumber(args.jobs, { option: "--jobs", least: 1, most: MOST_JOBS, command: COMMAND });
  const shard = shardOption(args.shard, context.world);
  const { tags } = args;
  const number = { option: "--newest", least: 1, command: COMMAND };
  const newest = args.newest === undefined ? undefined : wholeNumber(args.newest, number);
  const choice = { named: args.IMAGES ?? [], list: args.images, shard, tags, newest, jobs };
  const { images, matched, failures } = await imagesOf(choice, context);
  await checkTarget(args, images, context);
  const failOnVerdict = args["fail-on"] === "verdict";
  return runAudit({ images, matched, failures, config, jobs, output, resume, failOnVerdict }, context);
}

/**
 * Checks that the output does not replace an input of this run.
 * @throws LayerxError `same-file`.
 */
async function checkTarget(
  { output, images: list, config }: AuditArgs,
  images: readonly string[],
  { world }: Context,
): Promise<void> {
  if (output === undefined) return;
  const inputs = [
    ...images.map((path) => ({ path, what: "an image" })),
    ...(list === undefined ? [] : [{ path: list, what: "the list of images" }]),
    ...[config ?? ".layerx.yaml", ".dive-ci"].map((path) => ({ path, what: "the rules" })),
  ];
  await checkOutputs([output], inputs, world);
}
