import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { brokenBy } from "./check.js";

/*
 * Runs layerx on random archives. For each archive it expects exit code 0, 1 or 2, no bug, no crash, little time and
 * memory, and right sums. `npm run fuzz -- --seconds 300`; `npm run fuzz -- --seed N` runs one archive again.
 */

const WORKER_CASES = 400;
const HANGS_MS = 60_000;

const option = (name: string): number | null => {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? null : Number(process.argv[at + 1]);
};

/** Checks seeds from `from` on, and prints each seed first, so that the last line names the seed of a native crash. */
async function work(from: number, cases: number): Promise<number> {
  const cwd = mkdtempSync(join(tmpdir(), "layerx-fuzz-"));
  try {
    for (let seed = from; seed < from + cases; seed++) {
      process.stdout.write(`seed ${seed}\n`);
      const problem = await brokenBy(seed, cwd);
      if (problem === null) continue;
      process.stdout.write(`broken ${seed}: ${problem}\n`);
      return 1;
    }
    return 0;
  } finally {
    rmSync(cwd, { recursive: true });
  }
}

/** Runs a worker. @returns the seed after its last seed, and `well` if no promise was broken. */
async function runWorker(from: number, until: number): Promise<{ next: number; well: boolean }> {
  const script = fileURLToPath(import.meta.url);
  const args = [
    ...process.execArgv,
    script,
    "--worker",
    "--seed",
    String(from),
    "--cases",
    String(WORKER_CASES),
  ];
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
  let last = from;
  let over = false;
  const end = (why: string) => {
    over = true;
    if (why !== "") process.stdout.write(`broken ${last}: ${why}\n`);
    child.kill("SIGKILL");
  };
  let alarm = setTimeout(end, HANGS_MS, "it hangs");
  const inTime = setTimeout(end, Math.max(until - Date.now(), 0), "");
  const exited = new Promise<number | null>((resolve) => child.once("close", (code) => resolve(code)));
  for await (const line of createInterface(child.stdout)) {
    clearTimeout(alarm);
    alarm = setTimeout(end, HANGS_MS, "it hangs");
    if (line.startsWith("seed ")) last = Number(line.slice(5));
    else process.stdout.write(`${line}\n`);
  }
  const code = await exited;
  clearTimeout(alarm);
  clearTimeout(inTime);
  const timedOut = over && Date.now() >= until;
  if (!over && code !== 0 && code !== 1) process.stdout.write(`broken ${last}: it crashed (${code})\n`);
  return { next: last + 1, well: code === 0 || timedOut };
}

async function main(): Promise<number> {
  const seed = option("seed");
  if (process.argv.includes("--worker")) return work(seed ?? 0, option("cases") ?? 1);
  if (seed !== null) return work(seed, option("cases") ?? 1);
  const first = Date.now() % 1_000_000_000;
  const until = Date.now() + (option("seconds") ?? 60) * 1000;
  process.stdout.write(`from seed ${first} on\n`);
  let next = first;
  let failed = 0;
  while (Date.now() < until) {
    const ended = await runWorker(next, until);
    next = ended.next;
    if (!ended.well) failed++;
  }
  process.stdout.write(`${next - first} archives, ${failed} of them broke a promise\n`);
  return failed === 0 ? 0 : 1;
}

process.exitCode = await main();
