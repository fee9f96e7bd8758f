import type { Terminal } from "./terminal.js";

export const SIZES = [
  { columns: 80, rows: 24 },
  { columns: 120, rows: 36 },
  { columns: 200, rows: 60 },
];

export interface Screen {
  /** What it shows: the name of its drawing. */
  readonly name: string;
  /** What is pressed on the screen before it, a key or a burst each. */
  readonly keys: readonly string[];
  readonly see: string | RegExp;
}

export interface Session {
  readonly args: readonly string[];
  /** Each is reached from the one before. */
  readonly screens: readonly Screen[];
}

/** The screens that are drawn in `screens/`, a session each. `npm run screens` draws them anew. */
export const SESSIONS: readonly Session[] = [
  {
    args: ["samples/flask.tar"],
    screens: [
      { name: "layers", keys: ["jj"], see: "Layer 1" },
      { name: "files-of-a-layer", keys: ["2"], see: "what layer 1 changed" },
      { name: "files-of-all-layers", keys: ["a"], see: "all of layers 0 to 1" },
      { name: "files-by-size", keys: ["s"], see: "by size" },
      { name: "filter", keys: ["/", "python"], see: /\d+ paths/ },
      { name: "waste", keys: ["\r", "w"], see: "go there" },
      { name: "help", keys: ["?"], see: "Keys" },
    ],
  },
];

/** Where a screen's drawing is, below the folder of the sessions' tests. */
export function drawingOf({ name }: Screen, { columns, rows }: { columns: number; rows: number }): string {
  return `screens/${columns}x${rows}/${name}.txt`;
}

/** Presses a screen's keys, each when the one before has been answered, and waits for what it shows. */
export async function goTo(terminal: Terminal, { keys, see }: Screen): Promise<void> {
  for (const key of keys) {
    const { text } = terminal;
    terminal.write(key);
    await terminal.see(() => terminal.text !== text);
  }
  await terminal.see(see);
}

/** The screen as a person sees it, without the space at the ends of its lines. */
export function drawing({ lines }: Terminal): string {
  return lines.map((line) => `${line.trimEnd()}\n`).join("");
}
