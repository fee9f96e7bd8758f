import { writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import { fail, isSystemError, LayerxError } from "../../errors.js";
import type { Image } from "../../image/image.js";
import { BUILDERS, type Builder } from "../../source/engine/builder-names.js";
import { escapePath, escapeText, rawPath } from "../../text/escape.js";
import { writeFault } from "../../text/system-words.js";
import type { Context } from "../command-context.js";

/** The options of commands that build an image. */
export interface BuilderArgs {
  builder: Builder | undefined;
}

export const BUILDER_OPTION = {
  choices: BUILDERS,
  requiresArg: true,
  describe: "Builder (default: docker if its daemon answers, else podman, else buildah)",
} as const;

/**
 * Builds an image with the builder's own arguments.
 * @returns the argument that opens the new image: a name by ID, the path of the archive that the builder
 * wrote, or the name and digest in the registry that it was pushed to
 * @throws LayerxError `no-builder`, `build-to-stdout`, `build-to-files`, `build-of-platforms`, `build-failed`,
 * `build-kept`; the signal's reason
 */
export async function buildImage(
  args: readonly string[],
  { builder }: BuilderArgs,
  { world, signal }: Context,
): Promise<string> {
  const { env, cwd, uid } = world;
  const end = args.indexOf("--");
  const options = end === -1 ? args : args.slice(0, end);
  const outputs = outputsOf(options);
  const network = { env, uid, os: world.platform.os };
  // Loaded late, because reading an archive does not need it.
  const { build } = await import("../../source/engine/builder.js");
  const metadataFile = optionValues(options, ["--metadata-file"]).at(-1) ?? null;
  const own = optionValues(options, ["--iidfile"]).at(-1) ?? null;
  const built = await build(args, {
    builder,
    cwd,
    network,
    signal,
    push: pushes(options, outputs) ? { metadataFile } : undefined,
    idFile: own,
    toStdout: outputs.some(isStdout),
    platforms: optionValues(options, ["--platform"]).flatMap((list) => list.split(",")),
    toFiles: outputs.some(({ type }) => type === "local" || type === "tar"),
  });
  if (own !== null && built.id !== null) await copyId(resolve(cwd, own), built.id);
  const archive = outputs.at(-1);
  if (archive?.dest !== undefined && /^(oci|docker)$/.test(archive.type ?? ""))
    return resolve(cwd, archive.dest);
  if (built.pushed !== null) return `registry:${built.pushed}`;
  if (built.id === null) return fail("build-kept", { builder: built.builder });
  return `${built.builder === "docker" ? "docker" : "podman"}:${built.id}`;
}

async function copyId(path: string, id: string): Promise<void> {
  try {
    await writeFile(path, id);
  } catch (error) {
    if (!isSystemError(error)) throw error;
    fail("output-failed", { path: escapePath(rawPath(path)), ...writeFault(error) }, error);
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
function pushes(options: readonly string[], outputs: readonly Output[]): boolean {
  const last = options.findLast((word) => /^--push(=|$)/.test(word)) ?? "--push=false";
  const { type, push } = outputs.at(-1) ?? {};
  return !/=(false|0|f)$/i.test(last) || type === "registry" || push === "true";
}

/** The fields of one `--output`, such as `type` and `dest`. */
type Output = Readonly<Record<string, string | undefined>>;

/** Returns true for an archive on standard output, where an archive without `dest` goes, too. */
function isStdout({ type = "", dest }: Output): boolean {
  return dest === "-" || (dest === undefined && /^(oci|tar)$/.test(type));
}

/** Returns each `-o` and `--output`, as docker reads them: a single word is a folder, or `-` for a tar archive. */
function outputsOf(options: readonly string[]): readonly Output[] {
  const values = optionValues(options, ["-o", "--output"]).filter((value) => value !== "");
  return values.map((value) => {
    const isWord = !value.includes(",") && !value.startsWith("type=");
    if (isWord) return { type: value === "-" ? "tar" : "local", dest: value };
    const fields = value.split(",").map((pair) => [pair.replace(/=.*/s, ""), pair.replace(/^[^=]*=/, "")]);
    return Object.fromEntries(fields);
  });
}

/** Returns the values of these options in their order, written as `--name VALUE`, `--name=VALUE` or `-nVALUE`. */
function optionValues(options: readonly string[], names: readonly string[]): readonly string[] {
  return options.flatMap((word, i) => {
    if (names.includes(word)) return options.slice(i + 1, i + 2);
    const name = names.find((each) => word.startsWith(`${each}=`));
    if (name !== undefined) return [word.slice(name.length + 1)];
    const short = names.find((each) => /^-\w$/.test(each) && word.startsWith(each));
    return short === undefined ? [] : [word.slice(short.length)];
  });
}
