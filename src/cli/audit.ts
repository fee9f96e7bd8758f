import type { Argv } from "yargs";
import { fail } from "../errors.js";
import { escapeText } from "../text/escape.js";
import { imagesOf, shardOption } from "./audit-images.js";
import { runAudit } from "./audit-run.js";
import type { Command, Context, ExitCode } from "./command.js";
import { checkOutputs } from "./same-file.js";

interface AuditArgs {
  IMAGES: string[] | undefined;
  images: string | undefined;
  config: string | undefined;
  jobs: number;
  output: string | undefined;
  resume: boolean | undefined;
  shard: string | undefined;
  "fail-on": "verdict" | undefined;
}

const COMMAND = "layerx audit";
const MOST_JOBS = 64;

export const auditCommand: Command<AuditArgs> = {
  usage: "audit [IMAGES..]",
  summary: "check many images, one JSON line each",
  options: (argv: Argv) =>
    argv
      .positional("IMAGES", { type: "string", array: true, describe: "Images, as for the other commands" })
      .option("images", {
        type: "string",
        requiresArg: true,
        describe: "File with one image a line, or - for stdin; # begins a comment",
      })
      .option("config", {
        type: "string",
        requiresArg: true,
        describe: "File of rules; by default .layerx.yaml, else .dive-ci",
      })
      .option("jobs", {
        type: "number",
        requiresArg: true,
        default: 1,
        describe: "Images that are read at the same time",
      })
      .option("output", {
        type: "string",
        requiresArg: true,
        describe: "Write the lines to this file (default: stdout)",
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
      .option("fail-on", {
        choices: ["verdict"] as const,
        requiresArg: true,
        describe: "verdict: exit 1 if a rule fails",
      }),
  run: (args, context) => audit(args, context),
};

async function audit(args: AuditArgs, context: Context): Promise<ExitCode> {
  const { config, output, resume = false } = args;
  if (resume && output === undefined) {
    const why = "it continues the file of --output, which is not set";
    fail("bad-usage", { problem: "--resume needs --output", why, command: COMMAND });
  }
  const jobs = jobsOf(args);
  const shard = shardOption(args.shard, context.world);
  const images = await imagesOf({ named: args.IMAGES ?? [], list: args.images, shard }, context);
  await checkTarget(args, images, context);
  const failOnVerdict = args["fail-on"] === "verdict";
  return runAudit({ images, config, jobs, output, resume, failOnVerdict }, context);
}

/** The output must not replace what this run reads. @throws LayerxError `same-file`. */
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

function jobsOf({ jobs }: AuditArgs): number {
  if (Number.isInteger(jobs) && jobs >= 1 && jobs <= MOST_JOBS) return jobs;
  const wanted = `a number from 1 to ${MOST_JOBS}`;
  return fail("bad-value", { option: "--jobs", value: escapeText(String(jobs)), wanted, command: COMMAND });
}
