import type { Argv } from "yargs";
import { fail } from "../../errors.js";
import { historyReport, showsSize } from "../../report/history/history-report.js";
import { escapeText } from "../../text/escape.js";
import { loadMembers } from "../../tree/load-members.js";
import type { Command, Context } from "../command-context.js";

interface HistoryArgs {
  IMAGE: string | undefined;
  "no-trunc": boolean;
  human: boolean;
  quiet: boolean;
  format: string;
}

export const historyCommand: Command<HistoryArgs> = {
  usage: "history [IMAGE]",
  summary: "print the same as `docker history`, byte for byte",
  options: (argv: Argv) =>
    argv
      .positional("IMAGE", {
        type: "string",
        describe: "File, folder, - for stdin, or an image name (default: stdin)",
      })
      .option("no-trunc", { type: "boolean", default: false, describe: "Do not cut the output" })
      .option("human", {
        alias: "H",
        type: "boolean",
        default: true,
        describe: "Readable sizes and dates (--human=false: exact)",
      })
      .option("quiet", { alias: "q", type: "boolean", default: false, describe: "Image IDs only" })
      .option("format", {
        type: "string",
        requiresArg: true,
        default: "",
        defaultDescription: "table",
        describe: "table, 'table TEMPLATE', 'TEMPLATE' or json; templates as in docker: {{.ID}}\\t{{.Size}}",
      }),
  run: async ({ IMAGE, format, human, quiet, "no-trunc": noTrunc }, context) => {
    const { world, signal } = context;
    const image = await context.open(IMAGE ?? pipedImage(context), { looking: true });
    const members = showsSize({ format, human, quiet })
      ? await loadMembers(image, { signal, onProgress: context.progress })
      : [];
    const { id: imageId, parents, history } = image;
    const bytes = historyReport(
      { imageId, parents, history, layerSizes: members.map(({ rows }) => rows.bytes) },
      { noTrunc, human, quiet, format, now: Date.now(), timeZone: world.env.TZ },
    );
    context.warn(image);
    await context.write(world.stdout.isTTY === true ? escapedLines(bytes) : bytes);
    return 0;
  },
};

function pipedImage({ world }: Context): string {
  if (world.stdin.isTTY !== true) return "-";
  return fail("bad-usage", {
    problem: "no image",
    why: "none was named, and nothing is piped in",
    command: "layerx history",
  });
}

/** Makes the text safe for a terminal. Newlines stay, both at the ends of rows and within rows. */
function escapedLines(bytes: Buffer): string {
  return bytes.toString("utf8").split("\n").map(escapeText).join("\n");
}
