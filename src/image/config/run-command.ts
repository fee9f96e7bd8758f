import type { ImageConfig } from "./config.js";

/** The words that a user passes to `docker run` in place of the image's own command. */
export interface RunOptions {
  /** The words after the image's name. They replace CMD. */
  readonly args?: readonly string[];
  /** The value of `--entrypoint`: one program, without arguments; `""` removes the image's entrypoint. */
  readonly entrypoint?: string;
}

/** The command that a container starts. */
export interface RunCommand {
  /** The words that the engine starts, the program first; empty if there is no command. */
  readonly argv: readonly string[];
  /**
   * The number of words at the end of `argv` without effect. A shell-form ENTRYPOINT is a line for `sh -c`:
   * the next words are `$0`, `$1` …, and the line does not use them.
   */
  readonly ignored: number;
}

/** The fields of the config that decide the command. */
type Commands = Pick<ImageConfig, "entrypoint" | "cmd">;

/**
 * Returns the command that a container starts: ENTRYPOINT, then CMD or the given arguments. A shell form is
 * stored as words: `["/bin/sh", "-c", "the line"]`. A given entrypoint removes CMD, too. Source: Dockerfile
 * reference, "Understand how CMD and ENTRYPOINT interact"; moby, runconfig.Merge.
 */
export function composeCommand({ entrypoint, cmd }: Commands, options: RunOptions = {}): RunCommand {
  const given = options.args ?? [];
  const program = realEntrypoint(options.entrypoint === undefined ? entrypoint : [options.entrypoint]);
  const args = given.length > 0 || options.entrypoint !== undefined ? given : (cmd ?? []);
  return { argv: [...program, ...args], ignored: ignoresArguments(program) ? args.length : 0 };
}

/** Returns the entrypoint. Engines treat an entrypoint of one empty word as not set. */
function realEntrypoint(entrypoint: readonly string[] | null): readonly string[] {
  return entrypoint === null || (entrypoint.length === 1 && entrypoint[0] === "") ? [] : entrypoint;
}

/** Returns true for `sh -c` with a line that does not use its arguments. */
function ignoresArguments(entrypoint: readonly string[]): boolean {
  if (!/(?:^|\/)(?:ba|da|a|z|k)?sh$/.test(entrypoint.at(0) ?? "")) return false;
  return /^-\w*c$/.test(entrypoint.at(-2) ?? "") && !/\$\{?[@*#\d]/.test(entrypoint.at(-1) ?? "");
}
