import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { layerx } from "../commands.js";

const TIME = "/usr/bin/time";

/**
 * Audits a list of images in shards. All shards run at once, each in its own process.
 *
 * @param {{ folder: string, list: string, shards: number, shared: boolean, name: string }} layout `shared`: all shards use
 * one cache folder
 * @returns {Promise<{ seconds: number, peak: number | null, files: string[] }>} `peak`: bytes of memory of the biggest process
 */
export async function auditInShards({ folder, list, shards, shared, name }) {
  const out = join(folder, name);
  mkdirSync(out, { recursive: true });
  const started = performance.now();
  const runs = Array.from({ length: shards }, async (_, at) => {
    const file = join(out, `audit-${at + 1}.jsonl`);
    const cache = join(out, shared ? "cache" : `cache-${at + 1}`);
    const args = ["audit", "--images", list, "--shard", `${at + 1}/${shards}`, "--output", file];
    const { peak } = await timed(layerx(...args, "--cache-dir", cache), join(out, `peak-${at + 1}`));
    return { file, peak };
  });
  const done = await Promise.all(runs);
  const peaks = done.map(({ peak }) => peak);
  return {
    seconds: (performance.now() - started) / 1000,
    peak: peaks.includes(null) ? null : Math.max(...peaks),
    files: done.map(({ file }) => file),
  };
}

/**
 * Merges lines into the HTML report. @returns `cpu`: seconds of CPU, `peak`: bytes of memory (`null` without `time`), `page`: bytes
 */
export async function htmlReport(file, folder) {
  const page = join(folder, "report.html");
  const measured = join(folder, "peak-report");
  const { peak, cpu } = await timed(
    layerx("audit", "report", file, "--format", "html", "--output", page),
    measured,
  );
  return { peak, cpu, page: statSync(page).size };
}

/** @returns the report of lines as JSON. */
export async function reportOf(files) {
  let text = "";
  const code = await ended(layerx("audit", "report", ...files, "--format", "json"), (chunk) => {
    text += chunk;
  });
  if (code !== 0) throw new Error(`the report of ${files.length} files ended with ${code}`);
  return text;
}

/** Runs a command to its end. @returns the peak memory in bytes and the seconds of CPU; `null` if there is no `time` to measure them */
async function timed(command, file) {
  const measured = existsSync(TIME) && process.platform === "linux";
  const code = await ended(measured ? [TIME, "-f", "%M %U %S", "-o", file, ...command] : command);
  if (code !== 0) throw new Error(`${command.join(" ")} ended with ${code}`);
  if (!measured) return { peak: null, cpu: null };
  const [kilobytes, user, system] = readFileSync(file, "utf8").trim().split(" ").map(Number);
  return { peak: kilobytes * 1024, cpu: user + system };
}

function ended([program, ...args], onText = () => {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: ["ignore", "pipe", "pipe"] });
    child.stdout.setEncoding("utf8").on("data", onText);
    child.stderr.resume();
    child.on("error", reject).on("close", resolve);
  });
}
