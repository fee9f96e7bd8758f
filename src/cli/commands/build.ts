import type { Argv } from "yargs";
import { fail } from "../../errors.js";
import type { Command } from "../command-context.js";
import { BUILDER_OPTION, type BuilderArgs, buildImage, openBuilt } from "../images/build-image.js";
import { type InspectOptions, inspectImage, inspectOptions } from "./inspect.js";

interface BuildArgs extends InspectOptions, BuilderArgs {
  ARGS: string[] | undefined;
}

export const buildCommand: Command<BuildArgs> = {
  usage: "build [ARGS..]",
  summary: "build an image and open it; ARGS go to the builder",
  options: (argv: Argv) =>
    inspectOptions(argv)
      .positional("ARGS", {
        type: "string",
        array: true,
        describe: "Arguments of the builder; write layerx's own options before `build`",
      })
      .option("builder", BUILDER_OPTION),
  run: async ({ ARGS, ...args }, context) => {
    if (ARGS === undefined || ARGS.length === 0) {
      const why = "`layerx build` takes the builder's arguments, such as `-t app .`";
      fail("bad-usage", {
        problem: "the arguments of the builder are missing",
        why,
        command: "layerx build",
      });
    }
    const IMAGE = await buildImage(ARGS, args, context);
    const open: typeof context.open = (source, settings) =>
      openBuilt(source, () => context.open(source, settings));
    return inspectImage({ ...args, IMAGE }, { ...context, open });
  },
};
