import { spawn } from "node:child_process";
import { openSync } from "node:fs";
import { setTimeout as wait } from "node:timers/promises";

/**
 * Starts a program that serves until it is stopped, and waits until it answers. It is also stopped when this process
 * exits. `stopped` cleans up after its end.
 *
 * @param {string} program
 * @param {string[]} args
 * @param {{ log: string, answers: () => Promise<boolean>, startMs: number, stopped?: () => Promise<void> }} options
 * @returns {Promise<() => Promise<void>>} a function that stops it
 * @throws if it does not answer in time
 */
export async function startDaemon(program, args, { log, answers, startMs, stopped = async () => undefined }) {
  const output = openSync(log, "a");
  // In its own process group, because ctrl-c would otherwise end the daemon before its clients.
  const daemon = spawn(program, args, { stdio: ["ignore", output, output], detached: true });
  const ended = new Promise((resolve) => daemon.once("close", resolve).once("error", resolve));
  const stopNow = () => daemon.kill("SIGTERM");
  process.once("exit", stopNow);
  const stop = async () => {
    process.removeListener("exit", stopNow);
    stopNow();
    await ended;
    await stopped();
  };
  const until = Date.now() + startMs;
  while (!(await answers())) {
    if (daemon.exitCode !== null || Date.now() > until) {
      await stop();
      throw new Error(`${program} did not start; its log is ${log}`);
    }
    await wait(100);
  }
  return stop;
}
