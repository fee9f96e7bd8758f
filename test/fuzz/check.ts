import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { layerx } from "../support/run.js";
import { randomArchive } from "./mutations.js";
import { Random } from "./random.js";

const COMMANDS: readonly (readonly string[])[] = [
  ["inspect", "image", "--format", "json", "--duplicates", "--verify"],
  ["inspect", "image"],
  ["inspect", "image", "--format", "markdown"],
  ["ci", "image"],
  ["ci", "image", "--format", "json"],
  ["waste", "image", "--format", "json"],
  ["tree", "image", "--format", "json"],
  ["tree", "image", "--layer", "1"],
  ["find", "image", "*"],
  ["history", "image", "--no-trunc"],
  ["diff", "image", "image", "--format", "json"],
  ["dockerfile", "image"],
  ["files", "image", "--layers", "all", "--format", "csv"],
  ["export", "image", "--output", "exported"],
  ["export", "image", "--layer", "0", "--changes", "--output", "exported"],
  ["slim", "image", "--output", "slim.tar", "--format", "docker-archive"],
  ["slim", "image", "--output", "slim.tar", "--format", "oci-archive", "--squash", "--base-layers", "1"],
];

const MOST_SECONDS = 10;
const MOST_MEGABYTES = 500;

/** Writes the archive of a seed to a folder, and runs commands on it. @returns the first broken promise, or `null`. */
export async function brokenBy(seed: number, cwd: string): Promise<string | null> {
  const random = new Random(seed);
  writeFileSync(join(cwd, "image"), await randomArchive(random));
  // The first command always runs, because it reads everything. About every third of the other commands runs.
  const commands = COMMANDS.filter((_, at) => at === 0 || random.once(3));
  for (const args of commands) {
    const before = process.cpuUsage();
    const { code, stdout, stderr } = await layerx(args, { cwd });
    const { user, system } = process.cpuUsage(before);
    const seconds = (user + system) / 1e6;
    const megabytes = process.resourceUsage().maxRSS / 1024;
    const problem =
      (/bug in layerx/.test(stderr) ? stderr : null) ??
      (code === 0 || code === 1 || code === 2 ? null : `exit code ${code}`) ??
      (code === 2 && stderr === "" ? "exit code 2 without a message" : null) ??
      (seconds > MOST_SECONDS ? `${seconds} s of CPU` : null) ??
      (megabytes > MOST_MEGABYTES ? `${megabytes} MB` : null) ??
      (args === COMMANDS[0] && code === 0 ? wrongNumbers(stdout) : null);
    if (problem !== null) return `layerx ${args.join(" ")}: ${problem}`;
  }
  return null;
}

/** @returns the first wrong sum or ratio of an image, or `null`. */
function wrongNumbers(document: string): string | null {
  const { image, waste, layers } = JSON.parse(document);
  const { size, rootfsSize, wastedBytes, efficiency, wastedPercent } = image;
  if (wastedBytes !== size - rootfsSize) return `wastedBytes ${wastedBytes} is not ${size} - ${rootfsSize}`;
  const sum = (
    of: { bytes?: number; wastedBytes?: number; size?: number }[],
    key: "bytes" | "size" | "wastedBytes",
  ) => of.reduce((total, one) => total + (one[key] ?? 0), 0);
  if (sum(waste.copies, "bytes") !== wastedBytes)
    return `the copies have ${sum(waste.copies, "bytes")} of ${wastedBytes}`;
  if (sum(layers, "size") !== size) return `the layers have ${sum(layers, "size")} of ${size}`;
  if (!(efficiency >= 0 && efficiency <= 1 && wastedPercent >= 0 && wastedPercent <= 1))
    return "a ratio is not between 0 and 1";
  return null;
}
