import type { Argv } from "yargs";
import { CollectedFiles } from "../../analysis/packages/collected-files.js";
import { findPackages } from "../../analysis/packages/packages.js";
import { PACKAGE_SORTS, type PackageSort, packagesReport } from "../../report/packages/packages-report.js";
import { LISTING_FORMATS, type ListingFormat } from "../../report/syntax/records.js";
import { loadTree } from "../../tree/load.js";
import { IMAGE_ARGUMENT, OUTPUT_FORMAT, wholeNumber } from "../arguments/options.js";
import type { Command } from "../command-context.js";

interface PackagesArgs {
  IMAGE: string;
  sort: PackageSort;
  top: string | undefined;
  format: ListingFormat;
}

export const packagesCommand: Command<PackagesArgs> = {
  usage: "packages <IMAGE>",
  summary: "packages by size, with layer and instruction",
  options: (argv: Argv) =>
    argv
      .positional("IMAGE", IMAGE_ARGUMENT)
      .option("sort", {
        choices: PACKAGE_SORTS,
        requiresArg: true,
        default: "size" as const,
        describe: "Order of the list",
      })
      .option("top", { type: "string", requiresArg: true, describe: "Only the first N packages" })
      .option("format", { choices: LISTING_FORMATS, ...OUTPUT_FORMAT }),
  run: async (args, context) => {
    const { signal, progress, write, warn, columns } = context;
    const number = { option: "--top", least: 1, command: "layerx packages" };
    const top = args.top === undefined ? null : wholeNumber(args.top, number);
    const image = await context.open(args.IMAGE, { keepContent: true, looking: true });
    const collected = new CollectedFiles();
    const tree = await loadTree(image, { contentOf: collected.takerOf, signal, onProgress: progress });
    const found = await findPackages(image, tree, signal, collected);
    warn(image);
    warn(found);
    const report = { image, tree, found, sort: args.sort, top };
    for (const chunk of packagesReport(report, args.format, { columns })) {
      signal.throwIfAborted();
      await write(chunk);
    }
    return 0;
  },
};
