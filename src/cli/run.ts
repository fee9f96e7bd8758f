import { LayerxError } from "../errors.js";
import { coloursAllowed, palette } from "../text/colour.js";
import { escapeText } from "../text/escape.js";
import { type Parsed, parseArguments, type TypedImage } from "./arguments/parse-arguments.js";
import type { Mistyped } from "./arguments/usage-error.js";
import type { ExitCode, World } from "./command-context.js";
import type { ChosenCommand } from "./commands/chosen-command.js";
import { INTERRUPTED, openSession, outputColumns } from "./context.js";
import { LogGuard, logText } from "./output/log-guard.js";
import { Output } from "./output/stdout-writer.js";

type ParsedCommand = Extract<Parsed, { is: "command" }>;

/**
 * Runs the program: parses the arguments, runs the command, and turns an error into text on stderr and an
 * exit code. Never throws, never exits.
 */
export async function run(world: World): Promise<ExitCode> {
  const columns = outputColumns(world);
  try {
    const parsed = await parseArguments(world.argv, { cwd: world.cwd, columns });
    if (parsed.is === "command") return await runCommand(world, parsed);
    const names =
      parsed.is === "completions" && parsed.image !== null ? await imageNames(world, parsed.image) : "";
    return await printText(world, parsed.text + names);
  } catch (error) {
    const [debug, plain] = ["--debug", "--no-color"].map((option) => world.argv.includes(option));
    report(world, error, { debug, plain, command: "layerx" });
    return 2;
  }
}

/**
 * Returns the names of local images that begin with the typed text, one on each line, in the form for the
 * user's shell.
 */
async function imageNames(world: World, { before, name, source }: TypedImage): Promise<string> {
  const { localImageNames } = await import("./images/local-image-names.js");
  const names = await localImageNames(world, { typed: name, source });
  // In zsh, a colon ends the word, and a description follows it.
  const isZsh = world.env.SHELL?.includes("zsh") === true;
  const shown = (text: string) => (isZsh ? text.replaceAll(":", "\\:") : text);
  return names.map((each) => `${escapeText(shown(`${before}${each}`))}\n`).join("");
}

async function printText(world: World, text: string): Promise<ExitCode> {
  const output = new Output(world.stdout, new AbortController(), LogGuard.of(world));
  await output.write(text);
  await output.finish();
  return 0;
}

async function runCommand(world: World, { chosen, mistyped }: ParsedCommand): Promise<ExitCode> {
  const { context, end } = openSession(world, chosen.common, chosen.name);
  const failures: unknown[] = [];
  const attempt = async (step: () => Promise<ExitCode>): Promise<ExitCode> => {
    try {
      return await step();
    } catch (error) {
      if (context.signal.aborted) return 0;
      failures.push(error);
      return 2;
    }
  };
  const code = await attempt(() => chosen.run(context));
  const ended = await attempt(async () => {
    await end();
    return 0;
  });
  if (context.signal.reason === INTERRUPTED) return 130;
  // Only the first failure is reported: later ones usually have the same cause.
  if (failures.length > 0) reportOf(world, chosen, withSuggestion(failures[0], mistyped));
  return ended === 0 ? code : ended;
}

function reportOf(world: World, { common, name }: ChosenCommand, error: unknown): void {
  report(world, error, { debug: common.debug === true, plain: common["no-color"] === true, command: name });
}

interface ReportOptions {
  readonly debug: boolean;
  readonly plain: boolean;
  readonly command: string;
}

function report(world: World, error: unknown, { debug, plain, command }: ReportOptions): void {
  const colour = !plain && coloursAllowed(world.env, world.stderr);
  world.stderr.write(logText(failureText(error, { debug, colour, command }), world.env));
}

/** `layerx hsitory` is read as an image of that name. The error suggests the command. */
function withSuggestion(error: unknown, mistyped: Mistyped | null): unknown {
  const missing = error instanceof LayerxError && /^(not-found|no-source-has|registry-.*)$/.test(error.code);
  if (mistyped === null || !missing) return error;
  const { word, command } = mistyped;
  return new LayerxError(
    "unknown-command",
    { word, hint: `did you mean \`layerx ${command}\`? Else ` },
    error,
  );
}

interface FailureOptions {
  /** True to print the stack trace. */
  readonly debug: boolean;
  readonly colour: boolean;
  /** The command, for an unexpected error: `layerx inspect`. */
  readonly command: string;
}

/** Returns an error as text for stderr: what failed on which input, the reason, and what to try next. */
function failureText(error: unknown, { debug, colour, command }: FailureOptions): string {
  const known = error instanceof LayerxError ? error : bugError(error, command);
  const { bold, red, dim } = palette({ colour });
  const lines = [
    `${bold(red("error:"))} ${bold(known.what)}`,
    `  ${dim("why: ")} ${indented(known.why)}`,
    ...known.lines.map((line) => `  ${line}`),
    `  ${dim("next:")} ${indented(known.next)}`,
  ];
  return `${[...lines, ...(debug ? stackLines(error) : [])].join("\n")}\n`;
}

/** Further lines are indented below the first one. */
function indented(phrase: string): string {
  return phrase.replaceAll("\n", `\n${" ".repeat(8)}`);
}

function bugError(error: unknown, command: string): LayerxError {
  // V8 has no error code for it.
  const isTooLong = error instanceof RangeError && error.message === "Invalid string length";
  if (isTooLong) return new LayerxError("output-too-long", { command }, error);
  const reason = escapeText(error instanceof Error ? error.message : String(error));
  return new LayerxError("unexpected", { command, reason }, error);
}

function stackLines(error: unknown): string[] {
  if (!(error instanceof Error)) return [];
  const lines = (error.stack ?? String(error)).split("\n").map((line) => escapeText(line));
  return error.cause === undefined ? lines : [...lines, "caused by:", ...stackLines(error.cause)];
}
