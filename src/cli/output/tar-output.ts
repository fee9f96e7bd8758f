import { resolve } from "node:path";
import { fail } from "../../errors.js";
import { checkOutputs } from "../../extract/same-file.js";
import { writeFileWhole } from "../../pack/output-file.js";
import type { Batch } from "../../pack/write-archive.js";
import { humanSize } from "../../text/bytes.js";
import type { Printable } from "../../text/escape.js";
import { escapePath, rawPath } from "../../text/escape.js";
import type { Context } from "../command-context.js";

/** The target of a tar: a file, or standard output for `-`. */
export interface TarTarget {
  readonly output: string;
  /** The arguments that name images. Their files are never overwritten. */
  readonly images: readonly string[];
  readonly command: string;
}

/**
 * Checks, before anything is read, that the target is not a terminal or the image itself.
 * @throws LayerxError `bad-usage`, `same-file`
 */
export async function checkTarTarget(
  { output, images, command }: TarTarget,
  { world }: Pick<Context, "world">,
): Promise<void> {
  const inputs = images.map((path) => ({ path, what: "the image" }));
  if (output !== "-") return checkOutputs([output], inputs, world);
  if (world.stdout.isTTY !== true) return;
  const problem = "a tar archive cannot be written to a terminal";
  fail("bad-usage", { problem, why: "standard output is a terminal; write to a file or a pipe", command });
}

/**
 * Writes a tar to its target. A file is written as a whole or not at all.
 * @param expected about how many bytes the batches have
 */
export async function writeTar(
  { output }: Pick<TarTarget, "output">,
  { batches, expected }: { readonly batches: AsyncIterable<Batch>; readonly expected: number },
  { world, writeParts, tell }: Context,
): Promise<void> {
  if (output === "-") {
    for await (const batch of batches) await writeParts(batch);
    return;
  }
  const bytes = await writeFileWhole(resolve(world.cwd, output), batches, expected);
  tell(`${humanSize(bytes)} written to ${escapePath(rawPath(output))}` as Printable);
}
