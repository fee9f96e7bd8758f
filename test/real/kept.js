import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

const RECIPE = "recipe.sha256";

/**
 * Makes a folder, or uses the folder of an earlier run with the same recipe. The folder gets its name when it is complete,
 * so an interrupted run leaves no incomplete folder.
 *
 * @param {string} folder
 * @param {string[]} recipe texts, and paths of files and folders, on which the content depends
 * @param {(folder: string) => Promise<unknown>} make fills the empty folder
 */
export async function keptFolder(folder, recipe, make) {
  const digest = digestOf(recipe);
  const note = join(folder, RECIPE);
  if (existsSync(note) && readFileSync(note, "utf8") === digest) return;
  const part = `${folder}.part`;
  for (const old of [part, folder]) rmSync(old, { recursive: true, force: true });
  mkdirSync(part, { recursive: true });
  await make(part);
  writeFileSync(join(part, RECIPE), digest);
  renameSync(part, folder);
}

/**
 * Makes a file, or a folder that another program writes, or uses the result of an earlier run. It gets its name when it
 * is complete.
 *
 * @param {string} path
 * @param {(path: string) => Promise<unknown>} make writes to this path
 */
export async function keptFile(path, make) {
  if (existsSync(path)) return;
  // The end of the name is unchanged, because programs select a format by it.
  const part = join(dirname(path), `part-${path.slice(dirname(path).length + 1)}`);
  rmSync(part, { recursive: true, force: true });
  mkdirSync(dirname(path), { recursive: true });
  await make(part);
  renameSync(part, path);
}

/**
 * Returns a function that does its work at the first call, and returns the same promise at each later call.
 *
 * @template T
 * @param {() => Promise<T>} work
 * @returns {() => Promise<T>}
 */
export function once(work) {
  let result = null;
  return () => {
    result ??= work();
    return result;
  };
}

/**
 * Runs tasks side by side. It waits for all of them, then throws the first error.
 *
 * @template T
 * @param {(() => Promise<T>)[]} tasks
 * @param {number} limit the number of tasks that run at the same time
 * @returns {Promise<T[]>} in the order of the tasks
 */
export async function sideBySide(tasks, limit) {
  const results = [];
  const errors = [];
  const waiting = tasks.entries();
  const worker = async () => {
    for (const [index, task] of waiting) {
      try {
        results[index] = await task();
      } catch (error) {
        errors.push(error);
      }
    }
  };
  await Promise.all(Array.from({ length: limit }, worker));
  if (errors.length > 0) throw errors[0];
  return results;
}

function digestOf(recipe) {
  const hash = createHash("sha256");
  for (const part of recipe) {
    if (!existsSync(part)) hash.update(part);
    else for (const path of filesOf(part)) hash.update(path.slice(part.length)).update(readFileSync(path));
    hash.update("\0");
  }
  return hash.digest("hex");
}

function filesOf(path) {
  const entries = readdirSyncOrNull(path);
  if (entries === null) return [path];
  return entries.sort().flatMap((name) => filesOf(join(path, name)));
}

/** @returns the names in a folder, or `null` for a file. */
function readdirSyncOrNull(path) {
  try {
    return readdirSync(path);
  } catch (error) {
    if (error.code === "ENOTDIR") return null;
    throw error;
  }
}
