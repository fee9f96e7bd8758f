import type { ImageConfig } from "./config.js";

/** What a user passes to `docker run` instead of the image's own command. */
export interface RunOptions {
  /** Words behind the image's name: they take the place of CMD. */
  readonly args?: readonly string[];
  /** `--entrypoint`: one program, without arguments; `""` leaves the image's entrypoint out. */
  readonly entrypoint?: string;
}

/** What a container starts. */
export interface RunCommand {
  /** The words that the engine starts, the program first; empty where there is nothing to start. */
  readonly argv: readonly string[];
  /**
   * How many words at the end of `argv` have no effect: a shell-form ENTRYPOINT is a line for `sh -c`, which gets
   * what follows as `$0`, `$1` …, and does not name them.
   */
  readonly ignored: number;
}

/** What the engine reads to compose it. */
type Commands = Pick<ImageConfig, "entrypoint" | "cmd">;

/**
 * Composes what a container starts: ENTRYPOINT, then CMD or the arguments given. A config holds words only: a shell
 * form is `["/bin/sh", "-c", "the line"]` in it. An entrypoint that is given takes CMD away too.
 * Source: Dockerfile reference, "Understand how CMD and ENTRYPOINT interact"; moby, runconfig.Merge.
 */
export function composeCommand({ entrypoint, cmd }: Commands, options: RunOptions = {}): RunCommand {
  const given = options.args ?? [];
  const program = realEntrypoint(options.entrypoint === undefined ? entrypoint : [options.entrypoint]);
  const args = given.length > 0 || options.entrypoint !== undefined ? given : (cmd ?? []);
  return { argv: [...program, ...args], ignored: isDeafLine(program) ? args.length : 0 };
}

/** Engines take an entrypoint of one empty word for none. */
function realEntrypoint(entrypoint: readonly string[] | null): readonly string[] {
  return entrypoint === null || (entrypoint.length === 1 && entrypoint[0] === "") ? [] : entrypoint;
}

/** True for `sh -c` with a line that does not use its arguments. */
function isDeafLine(entrypoint: readonly string[]): boolean {
  if (!/(?:^|\/)(?:ba|da|a|z|k)?sh$/.test(entrypoint.at(0) ?? "")) return false;
  return /^-\w*c$/.test(entrypoint.at(-2) ?? "") && !/\$\{?[@*#\d]/.test(entrypoint.at(-1) ?? "");
}
