import { resolve } from "node:path";
import manifest from "../../package.json" with { type: "json" };
import { fail } from "../errors.js";
import { type CiFormat, ciWriter } from "../report/ci/formats.js";
import { quietJson, quietText } from "../report/ci/github-log.js";
import type { Places } from "../report/ci/story.js";
import type { CiResult } from "../report/ci-result.js";
import { escapeText } from "../text/escape.js";
import type { CiOutput } from "./ci-outputs.js";
import type { Context } from "./command.js";
import { systemReason, writeBehind, writeWhole } from "./report-file.js";

// The text in a file is for people too, on paper of its own: always the same.
const FILE_PAPER = { colour: false, columns: 80 };

/**
 * Writes the verdict to all its outputs, stdout first. Within GitHub Actions it annotates the Dockerfile's lines and
 * adds to the step's summary by itself, where no output does so already.
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
    const text = write(format);
    await context.write(github ? quiet(format, text) : text);
  }
  for (const { format, file } of outputs) {
    if (file !== null) await intoFile(world.cwd, file, (path) => writeWhole(path, write(format, FILE_PAPER)));
  }
  if (github) await tellGithub(outputs, write, context);
}

type Write = ReturnType<typeof ciWriter>;

async function tellGithub(outputs: readonly CiOutput[], write: Write, { world }: Context): Promise<void> {
  const asked = new Set(outputs.map(({ format }) => format));
  // The runner reads commands on stderr too, and stdout stays what it was asked to be.
  if (!asked.has("github")) world.stderr.write(write("github"));
  const summary = world.env.GITHUB_STEP_SUMMARY;
  if (summary === undefined || summary === "") return;
  const taken = outputs.some(({ file }) => file !== null && resolve(world.cwd, file) === summary);
  if (!taken) await intoFile(world.cwd, summary, (path) => writeBehind(path, write("markdown")));
}

/** A report that the runner obeys in nothing but what it says as a workflow command itself. */
function quiet(format: CiFormat, text: string): string {
  if (format === "github") return text;
  return format === "text" || format === "markdown" || format === "junit" ? quietText(text) : quietJson(text);
}

async function intoFile(cwd: string, file: string, write: (path: string) => Promise<void>): Promise<void> {
  try {
    await write(resolve(cwd, file));
  } catch (error) {
    fail("file-not-written", { path: escapeText(file), reason: systemReason(error) }, error);
  }
}
