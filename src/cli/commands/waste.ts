import type { Argv } from "yargs";
import { analyze, waste } from "../../analysis/analyze.js";
import { findDuplicates } from "../../analysis/waste/duplicates.js";
import { GROUPINGS, type Grouping } from "../../analysis/waste/waste-groups.js";
import { wasteReportJson } from "../../report/waste/waste-report-json.js";
import { wasteText } from "../../report/waste/waste-text.js";
import { IMAGE_ARGUMENT, OUTPUT_FORMAT, wholeNumber } from "../arguments/options.js";
import type { Command } from "../command-context.js";

interface WasteArgs {
  IMAGE: string;
  by: Grouping | undefined;
  top: string | undefined;
  duplicates: boolean;
  format: "text" | "json";
}

export const wasteCommand: Command<WasteArgs> = {
  usage: "waste <IMAGE>",
  summary: "wasted bytes: where, why, and which instruction",
  options: (argv: Argv) =>
    argv
      .positional("IMAGE", IMAGE_ARGUMENT)
      .option("by", {
        choices: GROUPINGS,
        requiresArg: true,
        describe: "Group by path, cause, instruction (that removed the bytes) or layer (that stores them)",
      })
      .option("top", { type: "string", requiresArg: true, describe: "List only the N biggest" })
      .option("duplicates", {
        type: "boolean",
        default: false,
        describe: "Also report duplicate files (reads contents)",
      })
      .option("format", { choices: ["text", "json"] as const, ...OUTPUT_FORMAT }),
  run: async ({ IMAGE, by, top, duplicates, format }, context) => {
    const { signal, progress } = context;
    const rows =
      top === undefined ? null : wholeNumber(top, { option: "--top", least: 0, command: "layerx waste" });
    const image = await context.open(IMAGE);
    const analysis = await analyze(image, { digests: true, signal, onProgress: progress });
    const result = {
      analysis,
      copies: await waste(analysis, signal),
      by: by ?? null,
      top: rows,
      duplicates: duplicates ? await findDuplicates(analysis, signal) : null,
    };
    if (format === "json") {
      await context.write(wasteReportJson(result));
    } else {
      context.warn(image);
      for (const chunk of wasteText(result, context)) {
        signal.throwIfAborted();
        await context.write(chunk);
      }
    }
    return 0;
  },
};
