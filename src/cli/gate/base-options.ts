import type { Argv } from "yargs";
import { type Base, countedBase, guessedBase, sharedBase } from "../../analysis/base-image.js";
import { fail } from "../../errors.js";
import type { Image } from "../../image/image.js";
import { platformName } from "../../image/platform.js";
import { sourceName } from "../../image/source-name.js";
import type { BaseFinding } from "../../report/image/base-facts.js";
import { counted as countOf } from "../../text/count.js";
import { escapeText } from "../../text/escape.js";
import type { Context } from "../command-context.js";

export interface BaseArgs {
  base: string | undefined;
  "base-layers": string | undefined;
}

/** Adds the options about the base image. */
export function baseOptions<T>(
  argv: Argv<T>,
  { auto = "guess it from the history" }: { readonly auto?: string } = {},
): Argv<T & BaseArgs> {
  return argv
    .option("base", {
      type: "string",
      requiresArg: true,
      conflicts: "base-layers",
      describe: `Base image: its name, file or folder; auto: ${auto}`,
    })
    .option("base-layers", {
      type: "string",
      requiresArg: true,
      describe: "Treat the lowest N layers as the base image",
    });
}

/**
 * Returns the base image that the arguments name, else the one of the file of rules.
 * @returns `null` if none is named, or if `auto` finds none.
 * @throws LayerxError `bad-value`, `no-such-base`, `other-base`; if the base image cannot be opened.
 */
async function chosenBase(
  { base, "base-layers": layers }: BaseArgs,
  { image, byFile, command }: { image: Image; byFile: number | string | null; command: string },
  context: Pick<Context, "open">,
): Promise<Base | null> {
  if (layers !== undefined && !/^\d{1,9}$/.test(layers)) {
    const wanted = "a number of layers, such as 3";
    fail("bad-value", { option: "--base-layers", value: escapeText(layers), wanted, command });
  }
  const given = layers === undefined ? (base ?? byFile) : Number(layers);
  if (given === null) return null;
  if (given === "auto") return guessedBase(image);
  if (typeof given === "string") return baseOfImage(image, given, context);
  return (
    countedBase(image, given) ??
    fail("no-such-base", {
      input: sourceName(image.source),
      wanted: countOf(given, "layer"),
      found: countOf(image.layers.length, "layer"),
    })
  );
}

async function baseOfImage(image: Image, source: string, context: Pick<Context, "open">): Promise<Base> {
  const base = await context.open(source, { choice: { image: undefined, platform: platformOf(image) } });
  const shared = sharedBase(image, base);
  if (!("differs" in shared)) return shared;
  return fail("other-base", {
    input: sourceName(image.source),
    base: sourceName(base.source),
    layer: shared.differs,
  });
}

/**
 * Returns the base image for a report: from an option, else a guess from the history, which changes no
 * number.
 */
export async function reportedBase(
  args: BaseArgs,
  asked: { readonly image: Image; readonly byFile: number | string | null; readonly command: string },
  context: Pick<Context, "open">,
): Promise<BaseFinding> {
  const counted = asked.byFile !== null || args.base !== undefined || args["base-layers"] !== undefined;
  const found = counted ? await chosenBase(args, asked, context) : guessedBase(asked.image);
  return { found, counted };
}

/** If the platform of the image is unknown, every platform of the base image matches. */
function platformOf({ platform }: Image): string | undefined {
  return platform.architecture === "unknown" ? undefined : platformName(platform);
}
