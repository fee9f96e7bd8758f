// Measures the bytes that the explorer writes to the terminal for the frame of a key, at 200×60.
// node bench/bytes.js [ROUNDS]
import { layerx } from "./commands.js";
import { inputs } from "./inputs/all.js";
import { keyRound } from "./keys.js";
import { quantile } from "./measure.js";
import { openScreen } from "./screen.js";

const SIZE = { columns: 200, rows: 60 };
const OPENING_MS = 30_000;
const ANSWER_MS = 500;

const say = (line) => process.stderr.write(`# ${line}\n`);
const screen = openScreen(layerx("inspect", inputs(say).many), SIZE);
try {
  while (!(await screen.text()).includes("wasted copies")) await screen.frame(null, OPENING_MS);
  const written = new Map();
  for (let round = Number(process.argv[2] ?? 2); round > 0; round--) {
    for (const { kind, key } of keyRound()) {
      const before = screen.written();
      await screen.frame(key, ANSWER_MS);
      written.set(kind, [...(written.get(kind) ?? []), screen.written() - before]);
    }
  }
  written.delete(null);
  for (const [kind, list] of written) {
    process.stdout.write(
      `${kind}: p50 ${quantile(list, 0.5)}, at most ${Math.max(...list)} bytes of ${list.length} keys\n`,
    );
  }
} finally {
  screen.close();
}
