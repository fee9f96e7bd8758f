import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { layerx } from "./commands.js";
import { inputs } from "./inputs/all.js";
import { quantile } from "./measure.js";
import { openScreen } from "./screen.js";

const SIZE = { columns: 120, rows: 36 };
const LIMIT_MS = 150;
const OPENING_MS = 60_000;
const FIRST_FOLDERS = /\b(opt|srv|usr|var)\b/;
const FRAME_END = "\x1b[?2026l";
const MARKS = new URL("marks.js", import.meta.url).href;

/**
 * Measures the time of the first screen: from the end of the analysis, which the program marks, to the last byte of the
 * first frame with the tree. Each round is a new process.
 *
 * @param {string} file
 * @param {{ rounds: number, say: (line: string) => void }} options
 * @returns {Promise<import("./table.js").Row[]>}
 */
export async function firstScreenRows(file, { rounds, say }) {
  say(`explorer, first screen, ${rounds} rounds`);
  const runs = [];
  for (let round = 0; round < rounds; round++) runs.push(await firstScreen(file));
  const ms = quantile(runs, 0.5);
  say(`first screen after the analysis: ${runs.map((run) => run.toFixed(0)).join(" ")} ms`);
  return [
    {
      work: "explorer, 300k files: from the end of the analysis to the first screen",
      ms,
      target: `${LIMIT_MS} ms`,
      limit: LIMIT_MS,
      peak: null,
      measured: { runs },
    },
  ];
}

/** @param {string} file */
async function firstScreen(file) {
  const folder = mkdtempSync(join(tmpdir(), "layerx-bench-"));
  const marks = join(folder, "marks");
  process.env.LAYERX_BENCH_MARKS = marks;
  const [node, ...program] = layerx("inspect", file, "--no-cache");
  const screen = openScreen([node, "--import", MARKS, ...program], SIZE);
  try {
    const shown = await treeShown(screen);
    const analysed = /^analysed (.*)$/m.exec(readFileSync(marks, "utf8"));
    if (analysed === null) throw new Error("the end of the analysis is not marked");
    return performance.timeOrigin + shown - Number(analysed[1]);
  } finally {
    screen.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** @returns the time of the last byte of the first frame with the tree. */
function treeShown(screen) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error("the explorer showed no tree")), OPENING_MS);
    const stop = screen.listen(async (at, data) => {
      if (!data.includes(FRAME_END.slice(-3)) || !FIRST_FOLDERS.test(await screen.text())) return;
      clearTimeout(timer);
      stop();
      resolve(at);
    });
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const say = (line) => process.stderr.write(`# ${line}\n`);
  await firstScreenRows(inputs(say).many, { rounds: Number(process.argv[2] ?? 7), say });
}
