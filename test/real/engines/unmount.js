import { readFileSync } from "node:fs";
import { attempt } from "../command.js";

/**
 * Unmounts everything that an engine left below a folder, the innermost first, so that the folder can be removed.
 *
 * @param {string} folder
 */
export async function unmountBelow(folder) {
  const points = readFileSync("/proc/mounts", "utf8")
    .split("\n")
    .map((line) => (line.split(" ")[1] ?? "").replaceAll("\\040", " "))
    .filter((point) => point.startsWith(`${folder}/`));
  for (const point of points.reverse()) await attempt("umount", [point]);
}
