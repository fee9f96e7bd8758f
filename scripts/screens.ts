// Draws docs/screens and test/explorer/screens from the built program in a real terminal: `npm run screens`.
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { drawing, drawingOf, goTo, SESSIONS, type Session, SIZES } from "../test/explorer/screens.js";
import { Terminal } from "../test/session/terminal.js";
import { type Frame, type Palette, recording } from "./screen-svg.js";

const PROGRAM = fileURLToPath(new URL("../bin/layerx.js", import.meta.url));
const FOLDER = "docs/screens";

const DARK: Palette = {
  background: "#1b1f27",
  foreground: "#d7dae0",
  colours: [
    ...["#1b1f27", "#e8707a", "#93c379", "#e0b56a", "#68a7ee", "#c883df", "#57b8c4", "#b4bac5"],
    ...["#6b7280", "#f58d95", "#aeda95", "#f0cb88", "#8abffa", "#dba2ee", "#7fd2dc", "#ffffff"],
  ],
};
const LIGHT: Palette = {
  background: "#fbfbf8",
  foreground: "#2b2f36",
  colours: [
    ...["#2b2f36", "#c02a3a", "#3b7d23", "#96670a", "#1f63b8", "#8d36a5", "#10747f", "#7a808a"],
    ...["#555b66", "#d9404f", "#4d9431", "#b07c15", "#3579d1", "#a64cbf", "#1f8b97", "#101214"],
  ],
};

interface Step {
  readonly keys: string;
  /** The text of the screen. */
  readonly see: string | RegExp;
  readonly caption: string;
  readonly seconds?: number;
}

interface Scene {
  readonly name: string;
  readonly args: readonly string[];
  readonly palette: Palette;
  readonly columns: number;
  readonly rows: number;
  readonly steps: readonly Step[];
}

const SCENES: readonly Scene[] = [
  {
    name: "explorer",
    args: ["samples/flask.tar"],
    palette: DARK,
    columns: 120,
    rows: 32,
    steps: [
      {
        keys: "jj",
        see: "changes of layer 1",
        caption: "layers, changes of the selected layer, wasted bytes",
      },
      { keys: "a", see: "all of layers 0 to 1", caption: "a: all files up to this layer" },
      { keys: "/dpkg", see: /\d+ paths/, caption: "/: filter as you type" },
      { keys: "\rnnt", see: "Versions", caption: "t: a path through all layers" },
      {
        keys: "qw",
        see: /Waste ─ \S+ ─ what to change/,
        caption: "w: what to change, and how much it saves",
      },
      { keys: "ccc", see: "by cause", caption: "c: by copy, path, cause or instruction" },
      { keys: "i", see: "Image ─ flask:latest", caption: "i: the command and all settings" },
    ],
  },
  {
    name: "viewer",
    args: ["samples/flask.tar"],
    palette: DARK,
    columns: 120,
    rows: 24,
    steps: [
      { keys: "Gk2/app.py\r", see: "matching app.py", caption: "a file of the image" },
      { keys: "G\r", see: "import", caption: "⏎: read it, in colours" },
      { keys: "x", see: "hex", caption: "x: the bytes in hex" },
    ],
  },
  {
    name: "light",
    args: ["samples/flask.tar", "--theme", "light"],
    palette: LIGHT,
    columns: 120,
    rows: 32,
    steps: [{ keys: "jj2", see: "changes of layer 1", caption: "--theme light" }],
  },
];

async function record({ name, args, palette, columns, rows, steps }: Scene): Promise<void> {
  const env = { XDG_CONFIG_HOME: "/nonexistent", COLORTERM: "" };
  const terminal = new Terminal(process.execPath, [PROGRAM, ...args], { columns, rows, env });
  const frames: Frame[] = [];
  try {
    await terminal.see("quit");
    for (const { keys, see, caption, seconds = 2 } of steps) {
      await terminal.press(keys, see);
      await silence(terminal);
      frames.push({ rows: terminal.runs, seconds, caption });
    }
  } finally {
    terminal.kill();
  }
  writeFileSync(`${FOLDER}/${name}.svg`, recording(frames, palette));
}

async function draw({ args, screens }: Session, size: (typeof SIZES)[number]): Promise<void> {
  const terminal = new Terminal(process.execPath, [PROGRAM, ...args], size);
  try {
    await terminal.see("quit");
    for (const screen of screens) {
      await goTo(terminal, screen);
      await silence(terminal);
      const name = drawingOf(screen, size);
      if (name === null) continue;
      const file = new URL(`../test/explorer/${name}`, import.meta.url);
      mkdirSync(dirname(fileURLToPath(file)), { recursive: true });
      writeFileSync(file, drawing(terminal));
    }
  } finally {
    terminal.kill();
  }
}

const SILENCE_MS = 300;

/** Waits until frames that follow without a key have also arrived. */
async function silence(terminal: Terminal): Promise<void> {
  for (let seen = -1; seen !== terminal.output.length; ) {
    seen = terminal.output.length;
    await new Promise((resolve) => setTimeout(resolve, SILENCE_MS));
  }
}

mkdirSync(FOLDER, { recursive: true });
for (const scene of SCENES) await record(scene);
for (const size of SIZES) for (const session of SESSIONS) await draw(session, size);
