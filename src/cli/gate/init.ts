import { stat } from "node:fs/promises";
import { resolve } from "node:path";
import type { Argv } from "yargs";
import { analyze } from "../../analysis/analyze.js";
import { guessedBase } from "../../analysis/base-image.js";
import { findLeftovers } from "../../analysis/leftovers/leftovers.js";
import { fail } from "../../errors.js";
import { checkOutputs } from "../../extract/same-file.js";
import { startingRules } from "../../report/ci/starting-rules.js";
import { escapeText } from "../../text/escape.js";
import { writeFault } from "../../text/system-words.js";
import type { Context, ExitCode } from "../command-context.js";
import { writeNew, writeWhole } from "../output/report-file.js";

export interface InitArgs {
  init: boolean | undefined;
  force: boolean | undefined;
}

/** Adds the options for a first file of rules. */
export function initOptions<T>(argv: Argv<T>): Argv<T & InitArgs> {
  return argv
    .option("init", {
      type: "boolean",
      describe: "Write a first .layerx.yaml (or --config FILE) that this image passes",
    })
    .option("force", { type: "boolean", implies: "init", describe: "Let --init overwrite a file" });
}

/**
 * Writes a first file of rules for an image.
 * @throws LayerxError `file-exists`, before the image is read; `file-not-written`.
 */
export async function writeStart(
  { IMAGE, config, force }: InitArgs & { readonly IMAGE: string; readonly config: string | undefined },
  context: Context,
): Promise<ExitCode> {
  const { signal, progress, world } = context;
  const path = config ?? ".layerx.yaml";
  const file = resolve(world.cwd, path);
  if (force !== true && (await exists(file))) fail("file-exists", { path: escapeText(path) });
  await checkOutputs([path], [{ path: IMAGE, what: "the image" }], world);
  const image = await context.open(IMAGE);
  const analysis = await analyze(image, { digests: true, signal, onProgress: progress });
  const text = startingRules(analysis, {
    base: guessedBase(image),
    leftovers: findLeftovers(analysis),
  });
  context.warn(image);
  try {
    // This call fails if another program created the file meanwhile, so that file is not lost.
    if (force === true) await writeWhole(file, text);
    else await writeNew(file, text);
  } catch (error) {
    fail("file-not-written", { path: escapeText(path), ...writeFault(error) }, error);
  }
  await context.write(
    `wrote ${escapeText(path)}, which this image passes; read it, and lower its limits where you can\n`,
  );
  return 0;
}

async function exists(file: string): Promise<boolean> {
  try {
    await stat(file);
    return true;
  } catch {
    // Writing the file reports any other problem with the path.
    return false;
  }
}
