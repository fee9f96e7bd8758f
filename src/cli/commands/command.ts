import type { Argv } from "yargs";
import { runCommandJson, runCommandText } from "../../report/command/command-text.js";
import type { Command } from "../command.js";

interface CommandArgs {
  IMAGE: string;
  ARGS: string[] | undefined;
  entrypoint: string | undefined;
  format: "text" | "json";
}

export const runCommandCommand: Command<CommandArgs> = {
  usage: "command <IMAGE> [ARGS..]",
  summary: "what a container of the image starts, and why",
  options: (argv: Argv) =>
    argv
      .positional("IMAGE", {
        type: "string",
        demandOption: true,
        describe: "File, folder, - for stdin, or an image name",
      })
      .positional("ARGS", {
        type: "string",
        array: true,
        describe: "As behind the image's name in `docker run`; put -- before those that begin with a dash",
      })
      .option("entrypoint", {
        type: "string",
        requiresArg: true,
        describe: "As in `docker run`: a program in the place of the image's; '' for none",
      })
      .option("format", {
        choices: ["text", "json"] as const,
        default: "text" as const,
        describe: "For people, or for scripts",
      }),
  run: async ({ IMAGE, ARGS, entrypoint, format }, context) => {
    const image = await context.open(IMAGE);
    context.warn(image);
    const options = { args: ARGS ?? [], ...(entrypoint === undefined ? {} : { entrypoint }) };
    await context.write(
      format === "json" ? runCommandJson(image, options) : runCommandText(image, options, context),
    );
    return 0;
  },
};
