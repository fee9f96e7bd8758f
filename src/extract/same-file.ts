import { fstat } from "node:fs";
import { realpath, stat } from "node:fs/promises";
import { resolve, sep } from "node:path";
import { promisify } from "node:util";
import { fail, isSystemError } from "../errors.js";
import { escapeText, rawPath } from "../text/escape.js";
import type { ExtractPlan } from "./plan.js";

/** The start of relative paths, and the meaning of `-`. */
export interface Around {
  readonly cwd: string;
  readonly stdin: { readonly fd?: number; readonly isTTY?: boolean };
}

/**
 * An input of the run: its path as the user named it, and its name for messages: `the image`, `the rules`.
 */
interface Input {
  readonly path: string;
  readonly what: string;
}

/**
 * Checks that no output replaces an input of the run: the same file, also through a link or standard input,
 * or a file in an input folder.
 * @throws LayerxError `same-file`.
 */
export async function checkOutputs(
  outputs: readonly string[],
  inputs: readonly Input[],
  around: Around,
): Promise<void> {
  for (const output of outputs) {
    const target = await identity(resolve(around.cwd, output));
    if (target === null) continue;
    for (const { path, what } of inputs) {
      for (const input of await identities(path, around)) {
        const within = input.isFolder && `${target.real}${sep}`.startsWith(`${input.real}${sep}`);
        if (within || (target.dev === input.dev && target.ino === input.ino)) {
          fail("same-file", { path: escapeText(output), input: what });
        }
      }
    }
  }
}

/**
 * Checks that a path is not an input of the run: neither the file, nor in the folder. For targets with
 * several files.
 * @throws LayerxError `same-file`.
 */
async function checkReplaced(
  isReplaced: (real: string) => boolean,
  image: string,
  { shown, around }: { readonly shown: string; readonly around: Around },
): Promise<void> {
  for (const { real } of await identities(image, around)) {
    if (real !== "" && isReplaced(real)) fail("same-file", { path: shown, input: "the image" });
  }
}

interface Identity {
  readonly dev: number;
  readonly ino: number;
  readonly real: string;
  readonly isFolder: boolean;
}

async function identity(path: string): Promise<Identity | null> {
  try {
    const stats = await stat(path);
    // Writing to a device or a pipe replaces nothing.
    if (!stats.isFile() && !stats.isDirectory()) return null;
    return { dev: stats.dev, ino: stats.ino, real: await realpath(path), isFolder: stats.isDirectory() };
  } catch (error) {
    // The path does not exist or cannot be followed. Opening or writing it reports the error later.
    if (isSystemError(error)) return null;
    throw error;
  }
}

/**
 * Returns the files that an image's name can mean: it may have a scheme before the path, and a tag after it.
 */
async function identities(path: string, { cwd, stdin }: Around): Promise<Identity[]> {
  const bare = path.replace(/^[a-z-]+:(?!\/\/)/, "");
  if (path === "-" || bare === "-") return stdinIdentity(stdin);
  const names = [...new Set([path, bare, bare.replace(/:[^:/]*$/, ""), bare.replace(/(?<=.):.*$/, "")])];
  const found: Identity[] = [];
  for (const name of names) {
    const one = name === "" ? null : await identity(resolve(cwd, name));
    if (one !== null) found.push(one);
  }
  return found;
}

async function stdinIdentity({ fd, isTTY }: Around["stdin"]): Promise<Identity[]> {
  if (fd === undefined || isTTY === true) return [];
  const stats = await promisify(fstat)(fd);
  // Standard input has no path.
  return stats.isFile() ? [{ dev: stats.dev, ino: stats.ino, real: "", isFolder: false }] : [];
}

/**
 * Checks that an extraction does not replace the image that it reads.
 * @throws LayerxError `same-file`.
 */
export async function keepImage(plan: ExtractPlan, source: string, around: Around): Promise<void> {
  const { tree, rootfs, node, target } = plan;
  const isReplaced = (real: string) => {
    const path = rawPath(real);
    // A layout is a folder, which is read as a whole.
    if (`${target.path}/`.startsWith(`${path}/`)) return true;
    if (!path.startsWith(`${target.path}/`)) return false;
    const there = tree.find(
      rawPath(`${tree.path(node)}${real.slice(Buffer.from(target.path, "latin1").toString().length)}`),
    );
    return there >= 0 && rootfs[there] >= 0;
  };
  await checkReplaced(isReplaced, source, { shown: target.shown, around });
}
