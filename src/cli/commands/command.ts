import type { Argv } from "yargs";
import { runCommandJson, runCommandText } from "../../report/command/command-text.js";
import { IMAGE_ARGUMENT, OUTPUT_FORMAT } from "../arguments/options.js";
import type { Command } from "../command-context.js";

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
      .positional("IMAGE", IMAGE_ARGUMENT)
      .positional("ARGS", {
        type: "string",
        array: true,
        describe: "Arguments as in `docker run IMAGE ARGS`; write -- before options",
      })
      .option("entrypoint", {
        type: "string",
        requiresArg: true,
        describe: "As in `docker run`: replaces the entrypoint; '' for none",
      })
      .option("format", { choices: ["text", "json"] as const, ...OUTPUT_FORMAT }),
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
