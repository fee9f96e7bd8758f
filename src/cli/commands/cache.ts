import type { Argv } from "yargs";
import { fail } from "../../errors.js";
import { type CacheUse, cacheUse, clear, prune } from "../../source/cache/upkeep.js";
import { humanSize, parseSize } from "../../text/bytes.js";
import { counted } from "../../text/count.js";
import { escapePath, escapeText, rawPath } from "../../text/escape.js";
import type { Command, Context } from "../command-context.js";
import { cacheBound, folderOf } from "../images/command-cache.js";

interface CacheArgs {
  action: "path" | "size" | "prune" | "clear";
  format: "text" | "json";
  to: string | undefined;
  /** An option of every command. */
  "cache-dir"?: string | undefined;
}

export const cacheCommand: Command<CacheArgs> = {
  usage: "cache <action>",
  summary: "show or clean what layerx keeps for the next run",
  values: { format: ["text", "json"] },
  options: (argv: Argv) =>
    argv
      .positional("action", {
        choices: ["path", "size", "prune", "clear"] as const,
        demandOption: true,
        describe: "path: print the folder; size: count; prune: trim; clear: remove all",
      })
      .option("format", {
        choices: ["text", "json"] as const,
        requiresArg: true,
        default: "text" as const,
        describe: "Output format of `cache size`",
      })
      .option("to", {
        type: "string",
        requiresArg: true,
        describe: "`cache prune`: the size to trim to (default: the limit of the cache)",
      }),
  run: async (args, context) => {
    const folder = folderOf(context.world, { "cache-dir": args["cache-dir"] });
    await ACTIONS[args.action](folder, args, context);
    return 0;
  },
};

/** The contents of a cache without a folder. */
const NOTHING: CacheUse = { entries: 0, bytes: 0 };

const ACTIONS: {
  readonly [K in CacheArgs["action"]]: (
    folder: string | null,
    args: CacheArgs,
    context: Context,
  ) => Promise<void>;
} = {
  path: (folder, _, { world, write }) =>
    write(`${onStdout(world.stdout.isTTY === true, folder ?? fail("no-cache-folder"))}\n`),

  size: async (folder, { format }, { world, write }) => {
    const { entries, bytes } = folder === null ? NOTHING : await cacheUse(folder);
    const limit = cacheBound(world);
    if (format === "json") {
      await write(`${JSON.stringify({ schemaVersion: 1, path: folder, entries, bytes, limit }, null, 2)}\n`);
    } else {
      await write(`${sizeOf({ entries, bytes })}, limit ${humanSize(limit)}\n`);
    }
  },

  prune: async (folder, { to }, { world, write }) => {
    const bytes = to === undefined ? cacheBound(world) : parseSize(to);
    if (bytes === null) {
      fail("bad-value", {
        option: "--to",
        value: escapeText(to ?? ""),
        wanted: "a size such as 200MB or 1GiB",
        command: "layerx cache",
      });
    }
    const now = world.now?.() ?? Date.now();
    await write(`freed ${sizeOf(folder === null ? NOTHING : await prune(folder, { bytes, now }))}\n`);
  },

  clear: async (folder, _, { write }) => {
    await write(`freed ${sizeOf(folder === null ? NOTHING : await clear(folder))}\n`);
  },
};

function sizeOf({ entries, bytes }: CacheUse): string {
  return `${humanSize(bytes)} in ${counted(entries, "entry", "entries")}`;
}

/** Returns the path unchanged for a script, escaped for a terminal. */
function onStdout(isTerminal: boolean, folder: string): string {
  return isTerminal ? escapePath(rawPath(folder)) : folder;
}
