import type { Argv } from "yargs";
import { guessedBase } from "../../analysis/base-image.js";
import { dockerfileLines } from "../../image/dockerfile/history-dockerfile.js";
import { IMAGE_ARGUMENT } from "../arguments/options.js";
import type { Command } from "../command-context.js";

interface DockerfileArgs {
  IMAGE: string;
}

export const dockerfileCommand: Command<DockerfileArgs> = {
  usage: "dockerfile <IMAGE>",
  summary: "the Dockerfile, reconstructed from the history",
  options: (argv: Argv) => argv.positional("IMAGE", IMAGE_ARGUMENT),
  run: async ({ IMAGE }, context) => {
    const image = await context.open(IMAGE);
    context.warn(image);
    await context.write(`${dockerfileLines(image, guessedBase(image)).join("\n")}\n`);
    return 0;
  },
};
