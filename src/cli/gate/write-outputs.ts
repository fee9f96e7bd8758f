import { resolve } from "node:path";
import manifest from "../../../package.json" with { type: "json" };
import { fail } from "../../errors.js";
import type { CiResult } from "../../report/ci/ci-result.js";
import { ciWriter } from "../../report/ci/formats.js";
import type { Places } from "../../report/ci/offender-finding.js";
import { escapeText } from "../../text/escape.js";
import { writeFault } from "../../text/system-words.js";
import { quietCommands } from "../../text/workflow-commands.js";
import type { Context } from "../command-context.js";
import { writeBehind, writeWhole } from "../output/report-file.js";
import type { CiOutput } from "./outputs.js";

// The text in a file is also for people. It does not depend on the terminal.
const FILE_PAPER = { colour: false, columns: 80 };

/**
 * Writes the result to all its outputs, stdout first. Within GitHub Actions it also annotates the lines of
 * the Dockerfile and adds to the summary of the step, unless an output does so already.
 * @throws LayerxError `write-failed`, `file-not-written`.
 */
export async function reportVerdict(
  result: CiResult,
  { outputs, places }: { readonly outputs: readonly CiOutput[]; readonly places: Places },
  context: Context,
): Promise<void> {
  const { world, colour, columns } = context;
  const write = ciWriter(result, { places, version: manifest.version, colour, columns });
  const github = world.env.GITHUB_ACTIONS === "true";
  for (const { format, file } of outputs) {
    if (file !== null) continue;
    if (format === "text" || format === "github") context.warn(result.analysis.image);
    if (format === "github") await context.write(quietCommands(write(format)), "exact");
    else await context.write(write(format));
  }
  for (const { format, file } of outputs) {
    if (file !== null) await intoFile(world.cwd, file, (path) => writeWhole(path, write(format, FILE_PAPER)));
  }
  if (github) await tellGithub(outputs, write, context);
}

type Write = ReturnType<typeof ciWriter>;

async function tellGithub(outputs: readonly CiOutput[], write: Write, { world }: Context): Promise<void> {
  const wanted = new Set(outputs.map(({ format }) => format));
  // The runner also reads commands on stderr, so that stdout has only the requested output.
  if (!wanted.has("github")) world.stderr.write(quietCommands(write("github")));
  const summary = world.env.GITHUB_STEP_SUMMARY;
  if (summary === undefined || summary === "") return;
  const taken = outputs.some(({ file }) => file !== null && resolve(world.cwd, file) === summary);
  if (!taken) await intoFile(world.cwd, summary, (path) => writeBehind(path, write("markdown")));
}

async function intoFile(cwd: string, file: string, write: (path: string) => Promise<void>): Promise<void> {
  try {
    await write(resolve(cwd, file));
  } catch (error) {
    fail("file-not-written", { path: escapeText(file), ...writeFault(error) }, error);
  }
}
