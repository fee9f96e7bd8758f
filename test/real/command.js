import { spawn } from "node:child_process";
import { createReadStream, createWriteStream } from "node:fs";
import { pipeline } from "node:stream/promises";

/**
 * @typedef {object} Outcome
 * @property {number} code exit code; 127 if the program could not be started
 * @property {Buffer} stdout
 * @property {string} stderr
 */

/**
 * Runs one program to its end, whatever its exit code.
 *
 * @param {string} program
 * @param {string[]} args
 * @param {{ cwd?: string, env?: Record<string, string>, input?: string, output?: string }} [options]
 *   `input` and `output` are files for standard input and output
 * @returns {Promise<Outcome>}
 */
export function attempt(program, args, { cwd, env, input, output } = {}) {
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      cwd,
      env: { ...process.env, ...env },
      stdio: [input === undefined ? "ignore" : "pipe", "pipe", "pipe"],
    });
    const stdout = [];
    const stderr = [];
    const flows = [];
    // A reader can close the pipe before it has read everything. This is not an error.
    if (input !== undefined)
      flows.push(pipeline(createReadStream(input), child.stdin).catch(() => undefined));
    if (output === undefined) child.stdout.on("data", (chunk) => stdout.push(chunk));
    else flows.push(pipeline(child.stdout, createWriteStream(output)));
    child.stderr.on("data", (chunk) => stderr.push(chunk));
    child.on("error", (error) => resolve({ code: 127, stdout: Buffer.alloc(0), stderr: error.message }));
    child.on("close", async (code) => {
      await Promise.allSettled(flows);
      resolve({
        code: code ?? 128,
        stdout: Buffer.concat(stdout),
        stderr: Buffer.concat(stderr).toString("utf8"),
      });
    });
  });
}

/**
 * The same as `attempt`, but throws with the last lines of the program if it fails.
 *
 * @param {string} program
 * @param {string[]} args
 * @param {Parameters<typeof attempt>[2]} [options]
 */
export async function succeed(program, args, options) {
  const outcome = await attempt(program, args, options);
  if (outcome.code === 0) return outcome;
  const words = (outcome.stderr || outcome.stdout.toString("utf8")).trim().split("\n").slice(-12).join("\n");
  throw new Error(`${program} ${args.join(" ")}\nended with ${outcome.code}:\n${words}`);
}
