import { writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import { fail, isSystemError, LayerxError } from "../../errors.js";
import type { Image } from "../../image/image.js";
import { BUILDERS, type Builder } from "../../source/engine/builder-names.js";
import { escapePath, escapeText, rawPath } from "../../text/escape.js";
import type { Context } from "../command-context.js";

/** The options of commands that build an image. */
export interface BuilderArgs {
  builder: Builder | undefined;
}

export const BUILDER_OPTION = {
  choices: BUILDERS,
  describe: "Builder (default: docker if its daemon answers, else podman, else buildah)",
} as const;

/**
 * Builds an image with the builder's own arguments.
 * @returns the argument that opens the new image: a name by ID, the path of the archive that the builder
 * wrote, or the name and digest in the registry that it was pushed to
 * @throws LayerxError `no-builder`, `build-failed`, `build-to-stdout`, `build-kept`; the signal's reason
 */
export async function buildImage(
  args: readonly string[],
  { builder }: BuilderArgs,
  { world, signal }: Context,
): Promise<string> {
  const { env, cwd, uid } = world;
  const output = outputOf(args);
  if (output?.dest === "-") fail("build-to-stdout");
  const network = { env, uid, os: world.platform.os };
  // Loaded late, because reading an archive does not need it.
  const { build } = await import("../../source/engine/builder.js");
  const push = pushes(args) ? { metadataFile: optionValue(args, ["--metadata-file"]) } : undefined;
  const own = optionValue(args, ["--iidfile"]);
  const built = await build(args, { builder, cwd, network, signal, push, idFile: own });
  if (own !== null && built.id !== null) await copyId(resolve(cwd, own), built.id);
  if (output !== null) return resolve(cwd, output.dest);
  if (built.pushed !== null) return `registry:${built.pushed}`;
  if (built.id === null) return fail("build-kept", { builder: built.builder });
  return `${built.builder === "docker" ? "docker" : "podman"}:${built.id}`;
}

async function copyId(path: string, id: string): Promise<void> {
  try {
    await writeFile(path, id);
  } catch (error) {
    if (!isSystemError(error)) throw error;
    fail("output-failed", { path: escapePath(rawPath(path)), reason: escapeText(error.message) }, error);
  }
}

/** Opens the new image. An image that the engine does not have was not loaded into it. */
export async function openBuilt(source: string, open: () => Promise<Image>): Promise<Image> {
  try {
    return await open();
  } catch (error) {
    if (!(error instanceof LayerxError) || error.code !== "engine-no-image") throw error;
    return fail("build-kept", { builder: escapeText(source.replace(/:.*/, "")) }, error);
  }
}

/** Returns true if the builder sends the image to a registry. */
function pushes(args: readonly string[]): boolean {
  const last = args.findLast((word) => /^--push(=|$)/.test(word)) ?? "--push=false";
  const { type, push } = Object.fromEntries(outputFields(args));
  return !/=(false|0|f)$/i.test(last) || type === "registry" || push === "true";
}

/** Returns the archive that `-o` or `--output` tells the builder to write; `-` for standard output; `null` without it. */
function outputOf(args: readonly string[]): { dest: string } | null {
  const fields = outputFields(args);
  const type = fields.get("type") ?? "";
  // Without `dest`, docker loads an image of its own type, and sends other archives to standard output.
  const dest = fields.get("dest") ?? (/^(oci|tar)$/.test(type) ? "-" : undefined);
  return dest !== undefined && (/^(oci|docker)$/.test(type) || dest === "-") ? { dest } : null;
}

/** Returns the fields of the last `-o` or `--output`; a single word is a path. */
function outputFields(args: readonly string[]): ReadonlyMap<string, string> {
  const value = optionValue(args, ["-o", "--output"]) ?? "";
  if (!value.includes("=")) return new Map(value === "" ? [] : [["dest", value]]);
  return new Map(value.split(",").map((pair) => [pair.replace(/=.*/s, ""), pair.replace(/^[^=]*=/, "")]));
}

/**
 * Returns the value of the last of these options, as `--name VALUE`, `--name=VALUE` or `-nVALUE`; `null`
 * without one.
 */
function optionValue(args: readonly string[], names: readonly string[]): string | null {
  let found: string | null = null;
  for (const [i, word] of args.entries()) {
    if (names.includes(word)) found = args[i + 1] ?? null;
    const name = names.find((each) => word.startsWith(`${each}=`));
    const short = names.find((each) => /^-\w$/.test(each) && word.startsWith(each) && word !== each);
    if (name !== undefined) found = word.slice(name.length + 1);
    else if (short !== undefined) found = word.slice(short.length);
  }
  return found;
}
