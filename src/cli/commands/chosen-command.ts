import type { Argv } from "yargs";
import { type CommonArgs, commonOptions } from "../arguments/options.js";
import type { Command, Context, ExitCode } from "../command-context.js";

/** A command that the parser has found, with its arguments. */
export interface ChosenCommand {
  /** What was run, for messages: `layerx tree`. */
  readonly name: string;
  readonly common: CommonArgs;
  run(context: Context): Promise<ExitCode>;
}

/** Thrown to end the parsing: a command was chosen, and its arguments hold. */
export class Choice extends Error {
  readonly chosen: ChosenCommand;

  constructor(chosen: ChosenCommand) {
    super("a command was chosen");
    this.chosen = chosen;
  }
}

/** A command of any arguments, as the parser takes it. */
export interface Registered {
  readonly name: string;
  readonly usage: string;
  readonly summary: string;
  readonly values: Readonly<Record<string, readonly string[]>>;
  /** Adds the command's options; when they have been parsed and hold, the parser fails with a `Choice`. */
  declare(argv: Argv): void;
}

/** Puts a command into the form that the parser takes. */
export function registered<Args>(command: Command<Args>): Registered {
  const name = command.usage.split(" ")[0];
  return {
    name,
    usage: command.usage,
    summary: command.summary,
    values: command.values ?? {},
    declare: (argv) => {
      // A check, not a handler: it gets the arguments under the names that they were declared with, and it can
      // end the parsing, where yargs would lay out the whole help text before it returned (13 ms).
      commonOptions(command.options(argv)).check((args) => {
        if (args.help === true || args.version === true) return true;
        throw new Choice({
          name: `layerx ${name}`,
          common: args,
          run: (context) => command.run(args, context),
        });
      }, false);
    },
  };
}
