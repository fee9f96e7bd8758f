import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";

/** `LAYERX` names another build to measure. */
const PROGRAM = process.env.LAYERX ?? fileURLToPath(new URL("../bin/layerx.js", import.meta.url));

/** The shortest Node program. */
export const NODE = [process.execPath, "-e", "0"];

/** @param {string[]} args */
export function layerx(...args) {
  return [process.execPath, PROGRAM, ...args];
}

/** @param {string} file */
export function cat(file) {
  return ["sh", "-c", 'cat "$1" > /dev/null', "sh", file];
}

/** @param {string} file @param {string} to */
export function copy(file, to) {
  return ["sh", "-c", 'cat "$1" > "$2"', "sh", file, to];
}

/** @returns {"pigz" | "gzip"} the faster installed program */
export function inflater() {
  return isHere("pigz") ? "pigz" : "gzip";
}

/** @param {string[]} files decompressed one after the other */
export function inflate(files) {
  return ["sh", "-c", `for file do ${inflater()} -dc "$file" > /dev/null; done`, "sh", ...files];
}

/** @param {string} folder whose files are decompressed one after the other */
export function unzstd(folder) {
  return ["sh", "-c", 'for file in "$1"/*; do zstd -dcq "$file" > /dev/null; done', "sh", folder];
}

/** @returns {boolean} */
export function hasZstd() {
  return isHere("zstd");
}

/** @param {string} program */
function isHere(program) {
  return (process.env.PATH ?? "").split(delimiter).some((folder) => isProgram(join(folder, program)));
}

function isProgram(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
