import { fileURLToPath } from "node:url";
import { attempt } from "./command.js";

/** `LAYERX` names another build to test. */
const PROGRAM = process.env.LAYERX ?? fileURLToPath(new URL("../../bin/layerx.js", import.meta.url));

/**
 * Runs the built program without a terminal, in UTC if `env` does not set another time zone.
 *
 * @param {string[]} args
 * @param {{ input?: string, env?: Record<string, string> }} [options]
 */
export function layerx(args, { input, env } = {}) {
  return attempt(process.execPath, [PROGRAM, ...args], {
    input,
    env: { TZ: "UTC", LAYERX_CACHE_SIZE: "0", ...env },
  });
}

/**
 * Returns the output of a command with `--format json`. Throws with its error text if it fails.
 *
 * @param {string[]} args
 * @param {{ input?: string }} [options]
 */
export async function layerxJson(args, options) {
  const { code, stdout, stderr } = await layerx([...args, "--format", "json"], options);
  if (code !== 0) throw new Error(`layerx ${args.join(" ")} ended with ${code}: ${stderr.trim()}`);
  return JSON.parse(stdout.toString("utf8"));
}
