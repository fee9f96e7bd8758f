import { spawn } from "node:child_process";
import { existsSync } from "node:fs";

const WARM_UPS = 1;

/**
 * Runs processes one after the other and in turn (A B C A B C …), so that a busy moment of the machine slows all of them
 * in the same way.
 *
 * @template {string} Name
 * @param {Record<Name, Command>} commands
 * @param {{ rounds: number }} options
 * @returns {Promise<Record<Name, Measured>>}
 */
export async function measureInTurns(commands, { rounds }) {
  const names = Object.keys(commands);
  const runs = Object.fromEntries(names.map((name) => [name, []]));
  for (let round = -WARM_UPS; round < rounds; round++) {
    for (const name of names) {
      const ms = await wallMs(commands[name]);
      if (round >= 0) runs[name].push(ms);
    }
  }
  return Object.fromEntries(names.map((name) => [name, { ms: median(runs[name]), runs: runs[name] }]));
}

/**
 * Returns the peak memory of a process in bytes, or `null` if the machine has no `time` program that prints it.
 *
 * @param {Command} command
 * @returns {Promise<number | null>}
 */
export async function peakBytes([program, ...args]) {
  const time = "/usr/bin/time";
  if (!existsSync(time)) return null;
  const flag = process.platform === "darwin" ? "-l" : "-v";
  const report = await new Promise((resolve) => {
    const child = spawn(time, [flag, program, ...args], { stdio: ["ignore", "ignore", "pipe"] });
    let text = "";
    child.stderr.on("data", (chunk) => {
      text += chunk;
    });
    child.on("error", () => resolve("")).on("close", () => resolve(text));
  });
  const linux = /Maximum resident set size \(kbytes\): (\d+)/.exec(report);
  if (linux !== null) return Number(linux[1]) * 1024;
  const mac = /(\d+)\s+maximum resident set size/.exec(report);
  return mac === null ? null : Number(mac[1]);
}

/**
 * Runs a command to its end.
 *
 * @param {Command} command
 */
export function ended([program, ...args]) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: ["ignore", "ignore", "inherit"] });
    child.on("error", reject).on("close", resolve);
  });
}

/** @param {Command} command */
function wallMs([program, ...args]) {
  return new Promise((resolve, reject) => {
    const start = process.hrtime.bigint();
    const child = spawn(program, args, { stdio: ["ignore", "ignore", "inherit"] });
    child.on("error", reject);
    child.on("exit", (code) => {
      // Exit code 1 is the result of a gate, so it is also a valid run.
      if (code !== 0 && code !== 1) reject(new Error(`${program} ${args.join(" ")} ended with ${code}`));
      else resolve(Number(process.hrtime.bigint() - start) / 1e6);
    });
  });
}

/** @param {number[]} values */
function median(values) {
  return quantile(values, 0.5);
}

/**
 * @param {number[]} values
 * @param {number} share from 0 to 1
 */
export function quantile(values, share) {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (sorted.length - 1) * share;
  const low = sorted[Math.floor(at)] ?? Number.NaN;
  const high = sorted[Math.ceil(at)] ?? Number.NaN;
  return low + (high - low) * (at - Math.floor(at));
}

/** @typedef {string[]} Command a program and its arguments */
/** @typedef {{ ms: number, runs: number[] }} Measured `ms` is the median of `runs` */
