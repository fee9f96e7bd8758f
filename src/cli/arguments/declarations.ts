import type { Argv } from "yargs";
import type { ParsableCommand } from "../commands/chosen-command.js";

/** One call by which a command declares its arguments to yargs, for example `option("format", { … })`. */
export interface Declaration {
  readonly method: string;
  readonly args: readonly unknown[];
}

/**
 * Returns the calls of a command, in order. They go to an object that only records them: a parser of yargs
 * would take as long as all other work before an image is opened.
 */
export function declarationsOf(command: ParsableCommand): Declaration[] {
  const declarations: Declaration[] = [];
  const recorder: Argv = new Proxy(
    {},
    {
      get:
        (_, method) =>
        (...args: readonly unknown[]) => {
          declarations.push({ method: String(method), args });
          return recorder;
        },
    },
  ) as Argv;
  command.declare(recorder);
  return declarations;
}

/** Returns the names and specifications of a call of `option`, `options` or `positional`. */
export function specsIn({ args: [name, spec] }: Declaration): (readonly [name: unknown, spec: unknown])[] {
  return typeof name === "object" && name !== null ? Object.entries(name) : [[name, spec]];
}
