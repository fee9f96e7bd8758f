import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { layerx } from "./commands.js";
import { inputs } from "./inputs/all.js";
import { comparisonRound, keyRound } from "./keys.js";
import { quantile } from "./measure.js";
import { openScreen } from "./screen.js";

const SIZE = { columns: 120, rows: 36 };
const BIG = { columns: 200, rows: 60 };
const FIRST_FOLDERS = /\b(opt|srv|usr|var)\b/;
const OPENING_MS = 30_000;
const ANSWER_MS = 500;
/** The time for a garbage collection of the explorer, and for the system to get the memory back. */
const COLLECTING_MS = 1000;
export const COLLECT = new URL("collect.js", import.meta.url).href;
/** Keys of a search. If the search takes longer, the typed text has its own frame, and the results follow. */
const FINDING = "filter character";

/**
 * Opens the explorer in a terminal and presses keys, one at a time. Each key is timed from the write to the last byte of
 * its frame. Keys of a search are also timed to the last byte of the frame with the results.
 *
 * @param {string[]} args of layerx
 * @param {{ keys: number, round: { kind: string | null, key: string }[], size?: { columns: number, rows: number } }} options
 */
export async function explore(args, { keys, round, size = SIZE }) {
  const start = performance.now();
  const [node, ...program] = layerx(...args);
  const screen = openScreen([node, "--expose-gc", "--import", COLLECT, ...program], size);
  try {
    const openedMs = await firstScreen(screen, start);
    await causesFound(screen);
    const opened = await residentBytes(screen.pid);
    // The first keys fill the bounded caches of views. Only memory that is added later is growth.
    let warm = opened;
    const times = new Map();
    const unanswered = new Map();
    for (let pressed = 0; pressed < keys; pressed++) {
      if (pressed === round.length) warm = await residentBytes(screen.pid);
      const { kind, key } = round[pressed % round.length];
      const answer = await screen.frame(key, ANSWER_MS);
      if (screen.exited())
        throw new Error(`the explorer ended after ${pressed} keys, at ${JSON.stringify(key)}`);
      if (kind === null) continue;
      if (answer === null) unanswered.set(kind, (unanswered.get(kind) ?? 0) + 1);
      else times.set(kind, [...(times.get(kind) ?? []), answer]);
    }
    const kinds = [...times].flatMap(([kind, list]) => {
      const row = { kind, ...summary(list.map(({ ms }) => ms)), unanswered: unanswered.get(kind) ?? 0 };
      const settled = { kind: `${kind}, with what it finds`, ...summary(list.map((one) => one.settledMs)) };
      return kind === FINDING ? [row, { ...settled, unanswered: 0 }] : [row];
    });
    const silent = [...unanswered]
      .filter(([kind]) => !times.has(kind))
      .map(([kind, count]) => ({ kind, unanswered: count }));
    return {
      openedMs,
      all: summary([...times.values()].flat().map(({ ms }) => ms)),
      kinds: [...kinds, ...silent],
      residentBytes: { opened, warm, after: await residentBytes(screen.pid) },
    };
  } finally {
    screen.close();
  }
}

/**
 * The same as rows of the table.
 *
 * @param {string} file
 * @param {{ keys: number, say: (line: string) => void }} options
 * @returns {Promise<import("./table.js").Row[]>}
 */
export async function exploreRows(file, { keys, say }) {
  say(`explorer, ${keys} keys`);
  const one = await explore(["inspect", file], { keys, round: keyRound() });
  for (const line of lines(one)) say(line);
  const fewer = Math.ceil(keys / 4);
  say(`explorer on a comparison, ${fewer} keys`);
  const two = await explore(comparison(file), { keys: fewer, round: comparisonRound() });
  for (const line of lines(two)) say(line);
  say(`explorer at 200×60, ${fewer} keys`);
  const big = await explore(["inspect", file], { keys: fewer, round: keyRound(), size: BIG });
  for (const line of lines(big)) say(line);
  const row = (measured, work, name, limit) => ({
    work: `${work}: a key to its frame, ${name}`,
    ms: measured.all[name],
    target: `${limit} ms`,
    limit,
    peak: measured.residentBytes.after,
    measured,
  });
  return [
    row(one, "explorer, 300k files", "p50", 10),
    row(one, "explorer, 300k files", "p99", 33),
    row(big, "explorer, 300k files, 200×60", "p50", 16),
    row(big, "explorer, 300k files, 200×60", "p99", 50),
    row(two, "explorer, 200k files against 300k", "p50", 10),
    row(two, "explorer, 200k files against 300k", "p99", 33),
  ];
}

/** Compares the image after two thirds of its layers with the whole image. @param {string} file */
function comparison(file) {
  return ["diff", file, file, "--layer", "20:29", "--ui"];
}

/** @param {Awaited<ReturnType<typeof explore>>} measured */
function lines({ openedMs, all, kinds, residentBytes: { opened, warm, after } }) {
  const figures = ({ kind, count, p50, p99, most, unanswered }) =>
    count === undefined
      ? `${kind}: ${unanswered} keys, none answered`
      : `${kind}: p50 ${p50.toFixed(1)}, p99 ${p99.toFixed(1)}, at most ${most.toFixed(1)} ms of ${count} keys${unanswered ? `, ${unanswered} changed nothing` : ""}`;
  return [
    `first useful screen after ${openedMs.toFixed(0)} ms`,
    ...[...kinds, { kind: "all keys", ...all, unanswered: 0 }].map(figures),
    `resident memory after a garbage collection: ${megabytes(opened)} when open, ${megabytes(warm)} after one round of keys, ${megabytes(after)} after all`,
  ];
}

/** Waits for a frame with the tree. Frames with progress before it do not count. */
async function firstScreen(screen, start) {
  while (performance.now() - start < OPENING_MS && !screen.exited()) {
    const since = performance.now();
    const answer = await screen.frame(null, ANSWER_MS);
    if (answer !== null && FIRST_FOLDERS.test(await screen.text())) return since + answer.settledMs - start;
  }
  throw new Error(`the explorer showed no tree:\n${await screen.text()}`);
}

/** Waits for the end of the background work after the first screen, so that its memory does not count for the keys. */
async function causesFound(screen) {
  const start = performance.now();
  while (/looking for the causes/.test(await screen.text())) {
    if (performance.now() - start > OPENING_MS) throw new Error("the causes of the waste were not found");
    await screen.frame(null, ANSWER_MS);
  }
}

function summary(list) {
  return { count: list.length, p50: quantile(list, 0.5), p99: quantile(list, 0.99), most: Math.max(...list) };
}

/** @param {number} bytes */
function megabytes(bytes) {
  return `${(bytes / 1e6).toFixed(0)} MB`;
}

/**
 * Returns the memory of a process after a garbage collection, in bytes. Without it, the value depends on the time of the
 * last collection.
 *
 * @param {number} pid
 */
export async function residentBytes(pid) {
  process.kill(pid, "SIGUSR2");
  await new Promise((resolve) => setTimeout(resolve, COLLECTING_MS));
  return Number(execFileSync("ps", ["-o", "rss=", "-p", String(pid)]).toString()) * 1024;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const say = (line) => process.stderr.write(`# ${line}\n`);
  const keys = Number(process.argv[2] ?? 2000);
  const { many } = inputs(say);
  const [args, round] =
    process.argv[3] === "diff" ? [comparison(many), comparisonRound()] : [["inspect", many], keyRound()];
  for (const line of lines(await explore(args, { keys, round }))) process.stdout.write(`${line}\n`);
}
