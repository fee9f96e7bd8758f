import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { layerx } from "./commands.js";
import { COLLECT, residentBytes } from "./explorer.js";
import { inputs } from "./inputs/all.js";
import { openScreen } from "./screen.js";

const SIZE = { columns: 120, rows: 36 };
/** The rows by which the page key moves. */
const PAGE_ROWS = SIZE.rows - 5;
const WARM_ROWS = 2000;
const PAGE_DOWN = "\x1b[6~";
const FRAME_END = "\x1b[?2026l";
/** Key repeats of a keyboard in a second. */
const KEYS_A_SECOND = 33;
const INTERVAL_MS = 1000 / KEYS_A_SECOND;
/** Clock ticks of /proc in a second, on every Linux that Node supports. */
const TICKS = 100;

/**
 * Holds the down key in the tree of all files, with every folder open.
 *
 * @param {string} file
 * @param {{ seconds: number }} options
 * @returns {Promise<{ keys: number, lateFrames: number, worstMs: number, coreShare: number }>} `lateFrames`: keys whose frame ended
 * more than one key after the key that follows; `coreShare`: part of one core that the explorer used meanwhile
 */
async function heldKey(file, { seconds }) {
  const screen = openScreen(layerx("inspect", file, "--no-cache"), SIZE);
  try {
    await openedOn(screen, ["G", "a", "2", "Z"]);
    const before = cpuSeconds(screen.pid);
    const started = performance.now();
    const sent = [];
    const ends = [];
    let tail = "";
    const stop = screen.listen((at, data) => {
      tail = (tail + data).slice(-data.length - FRAME_END.length);
      if (tail.includes(FRAME_END)) ends.push(at);
    });
    const keys = Math.round(seconds * KEYS_A_SECOND);
    await new Promise((resolve) => {
      const timer = setInterval(() => {
        const due = Math.min(Math.floor((performance.now() - started) / INTERVAL_MS), keys);
        for (; sent.length < due; sent.push(performance.now())) screen.write("\x1b[B");
        if (sent.length === keys) resolve(clearInterval(timer));
      }, 1);
    });
    const elapsed = (performance.now() - started) / 1000;
    const coreShare = (cpuSeconds(screen.pid) - before) / elapsed;
    await screen.frame(null, 500);
    stop();
    const delays = sent.map((at) => (ends.find((end) => end > at) ?? Number.POSITIVE_INFINITY) - at);
    const late = delays.filter((ms) => ms > 2 * INTERVAL_MS);
    return { keys, lateFrames: late.length, worstMs: Math.max(...delays), coreShare };
  } finally {
    screen.close();
  }
}

/**
 * Pages down through different rows of the tree of all files, with every folder open.
 *
 * @param {string} file
 * @param {{ rows: number }} options
 * @returns {Promise<{ rows: number, before: number, after: number }>} resident bytes after a garbage collection
 */
async function differentRows(file, { rows }) {
  const [node, ...program] = layerx("inspect", file, "--no-cache");
  const screen = openScreen([node, "--expose-gc", "--import", COLLECT, ...program], SIZE);
  try {
    await openedOn(screen, ["G", "a", "2", "Z"]);
    // The bounded caches of texts are filled first.
    for (let seen = 0; seen < WARM_ROWS; seen += PAGE_ROWS) await screen.frame(PAGE_DOWN, 2000);
    const before = await residentBytes(screen.pid);
    let seen = 0;
    for (; seen < rows; seen += PAGE_ROWS) await screen.frame(PAGE_DOWN, 2000);
    return { rows: seen, before, after: await residentBytes(screen.pid) };
  } finally {
    screen.close();
  }
}

/**
 * Measures both.
 *
 * @param {string} file
 * @param {{ say: (line: string) => void }} options
 * @returns {Promise<import("./table.js").Row[]>}
 */
export async function longUseRows(file, { say }) {
  say("explorer, a held key for 20 s");
  const held = await heldKey(file, { seconds: 20 });
  say(
    `${held.keys} keys, ${held.lateFrames} late frames, ${(held.coreShare * 100).toFixed(0)} % of one core`,
  );
  say("explorer, 20,000 different rows");
  const memory = await differentRows(file, { rows: 20_000 });
  const growth = memory.after / memory.before - 1;
  say(
    `${(memory.before / 1e6).toFixed(0)} MB before, ${(memory.after / 1e6).toFixed(0)} MB after (${(growth * 100).toFixed(1)} %)`,
  );
  const limit = 2 * INTERVAL_MS;
  return [
    {
      work: "explorer, 300k files: a key held for 20 s, its slowest frame",
      ms: held.worstMs,
      target: `${limit.toFixed(0)} ms, one core`,
      limit,
      peak: memory.after,
      measured: { held, memory },
    },
  ];
}

/** Waits for the tree and the causes of the waste, then presses keys one by one. */
async function openedOn(screen, keys) {
  while (!/\b(opt|srv|usr|var)\b/.test(await screen.text())) {
    if (screen.exited()) throw new Error(`the explorer ended:\n${await screen.text()}`);
    await screen.frame(null, 500);
  }
  while (/looking for the causes/.test(await screen.text())) await screen.frame(null, 500);
  for (const key of keys) await screen.frame(key, 2000);
}

/** CPU time of a process, from /proc: fields 14 and 15 of its stat. @param {number} pid */
function cpuSeconds(pid) {
  const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return (Number(fields[11]) + Number(fields[12])) / TICKS;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const say = (line) => process.stderr.write(`# ${line}\n`);
  await longUseRows(inputs(say).many, { say });
}
