import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { fail } from "../../errors.js";
import { type DockerfileInstruction, parseDockerfile } from "../../image/dockerfile/dockerfile.js";
import { matchDockerfile } from "../../image/dockerfile/dockerfile-match.js";
import type { Image } from "../../image/image.js";
import type { Places } from "../../report/ci/offender-finding.js";
import { escapeText } from "../../text/escape.js";
import { readReason } from "../../text/system-words.js";

/** The file that `--dockerfile` names. */
export interface DockerfileSource {
  readonly path: string;
  readonly instructions: readonly DockerfileInstruction[];
}

/**
 * Reads the Dockerfile; `null` if the user named none.
 * @throws LayerxError `no-dockerfile`: it cannot be read, or it has no FROM.
 */
export async function readDockerfile(
  cwd: string,
  path: string | undefined,
): Promise<DockerfileSource | null> {
  if (path === undefined) return null;
  const instructions = parseDockerfile(await readText(cwd, path));
  if (!instructions.some(({ keyword }) => keyword === "FROM")) {
    fail("no-dockerfile", { path: escapeText(path), reason: "it has no FROM instruction" });
  }
  return { path, instructions };
}

async function readText(cwd: string, path: string): Promise<string> {
  try {
    return await readFile(resolve(cwd, path), "utf8");
  } catch (error) {
    return fail("no-dockerfile", { path: escapeText(path), reason: readReason(error) }, error);
  }
}

/**
 * Returns a function that returns the place of a layer's instruction in the Dockerfile; `null` without a
 * Dockerfile.
 */
export function placesOf(source: DockerfileSource | null, { history }: Image): Places {
  if (source === null) return () => null;
  const made = matchDockerfile(source.instructions, history);
  // Programs that show the lines need a path from the root of the repository.
  const file = escapeText(source.path.replace(/^(\.\/)+/, ""));
  return (layer) => {
    const instruction = made.get(layer);
    return instruction === undefined ? null : { file, line: instruction.line, endLine: instruction.endLine };
  };
}
