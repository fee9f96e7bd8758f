import type { FilePrograms } from "../../explorer/session/file-program.js";
import type { ExplorerWorld } from "../../explorer/session/in-terminal.js";
import type { Context, ExitCode, World } from "../command-context.js";
import { isUnattended } from "../context.js";
import { type SettingFlags, settingsOf } from "../settings/explorer-settings.js";

/** Returns true if there is a terminal on which the explorer can draw. */
export function hasScreen({ stdout, env }: Context["world"]): boolean {
  return stdout.isTTY === true && env.TERM !== "dumb" && !isUnattended(env);
}

/**
 * Calls `work` with the terminal's keys, also if stdin is used for something else; `null` if there are none.
 */
export function withKeys(
  { world }: Context,
  work: (keys: World["stdin"]) => Promise<ExitCode>,
): Promise<ExitCode> | null {
  if (world.stdin.isTTY === true) return work(world.stdin);
  const keys = world.keyboard?.() ?? null;
  return keys === null ? null : work(keys).finally(() => keys.destroy());
}

/**
 * Returns the explorer's view of the world.
 * @throws LayerxError if the user's settings are wrong.
 */
export async function explorerWorld(
  flags: SettingFlags,
  context: Context,
  stdin: World["stdin"],
): Promise<ExplorerWorld> {
  const { world, colour, signal } = context;
  const { stdout, stderr, env, cwd, onSignal, onCrash, suspend } = world;
  // Before the explorer opens, so that a mistake in them is an ordinary error message.
  const settings = await settingsOf(flags, world);
  // Loaded when a key opens a program: most starts of the explorer open none.
  const programs: FilePrograms = {
    open: async (...request) => {
      const { filePrograms } = await import("./pager-and-editor.js");
      return filePrograms(context).open(...request);
    },
  };
  // Loaded when Tab is pressed in the prompt for another image.
  const imageNames = async (typed: string) => {
    const { localImageNames } = await import("../images/local-image-names.js");
    return localImageNames(world, { typed, source: null });
  };
  const given = { stdin, stdout, stderr, env, colour, settings, cwd, signal };
  return { ...given, programs, imageNames, onSignal, onCrash, suspend };
}
