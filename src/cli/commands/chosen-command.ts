import type { Argv } from "yargs";
import { type CommonArgs, commonOptions } from "../arguments/options.js";
import type { Command, Context, ExitCode } from "../command-context.js";

/** A command that the parser found, with its arguments. */
export interface ChosenCommand {
  /** The name of the command, for messages: `layerx tree`. */
  readonly name: string;
  readonly common: CommonArgs;
  run(context: Context): Promise<ExitCode>;
}

/** Thrown to end the parsing: the command is known, and its arguments are valid. */
export class CommandFound extends Error {
  readonly chosen: ChosenCommand;

  constructor(chosen: ChosenCommand) {
    super("a command was chosen");
    this.chosen = chosen;
  }
}

/** A command in the form that the parser needs, whatever its arguments are. */
export interface ParsableCommand {
  readonly name: string;
  readonly usage: string;
  readonly summary: string;
  readonly values: Readonly<Record<string, readonly string[]>>;
  /** Adds the command's options. If all of them are valid, the parser throws `CommandFound`. */
  declare(argv: Argv): void;
}

/** Puts a command into the form that the parser takes. */
export function parsable<Args>(command: Command<Args>): ParsableCommand {
  const name = command.usage.split(" ")[0];
  return {
    name,
    usage: command.usage,
    summary: command.summary,
    values: command.values ?? {},
    declare: (argv) => {
      // A check, not a handler of yargs: after a handler yargs lays out the whole help text, which is not
      // used. Ending the parse here saves 45 ms of CPU time at each start.
      commonOptions(command.options(argv)).check((args) => {
        if (args.help === true || args.version === true) return true;
        throw new CommandFound({
          name: `layerx ${name}`,
          common: args,
          run: (context) => command.run(args, context),
        });
      }, false);
    },
  };
}
