import { fileURLToPath } from "node:url";
import { type IPty, spawn } from "@lydell/node-pty";
import headless from "@xterm/headless";
import { onTestFinished } from "vitest";

const PROGRAM = fileURLToPath(new URL("../../bin/layerx.js", import.meta.url));

export const KEYS = {
  up: "\x1b[A",
  down: "\x1b[B",
  right: "\x1b[C",
  left: "\x1b[D",
  pageDown: "\x1b[6~",
  pageUp: "\x1b[5~",
  enter: "\r",
  escape: "\x1b",
  tab: "\t",
  shiftTab: "\x1b[Z",
  backspace: "\x7f",
  ctrlC: "\x03",
  ctrlZ: "\x1a",
} as const;

interface Size {
  readonly columns: number;
  readonly rows: number;
}

export interface TerminalOptions extends Size {
  readonly env?: Readonly<Record<string, string>>;
}

/** A cell of the screen: its character and its style. */
export interface Cell {
  readonly char: string;
  readonly inverse: boolean;
  readonly bold: boolean;
  readonly struck: boolean;
  /** Number in the palette, or 0xrrggbb; −1 for the default. */
  readonly colour: number;
}

/** The style of a run of cells. */
interface Style {
  /** Number in a palette of 256, a colour as `#rrggbb`, or `null` for the terminal's own. */
  readonly foreground: number | string | null;
  readonly background: number | string | null;
  readonly bold: boolean;
  readonly dim: boolean;
  readonly inverse: boolean;
  readonly struck: boolean;
}

/** Neighbouring cells with the same style. */
export interface Run extends Style {
  readonly column: number;
  readonly columns: number;
  readonly text: string;
}

/** Returns the names in the files pane of an explorer with 120 columns, with their signs. */
export function namesInFilesPane({ lines }: { readonly lines: readonly string[] }): string[] {
  return lines
    .filter((line) => /││.*\d:\d/.test(line))
    .map((line) =>
      line
        .slice(line.indexOf("││") + 2, -1)
        .replace(/^\S+ +\S+ +([\d.]+[kM]?B)? ?/, "")
        .trimEnd(),
    );
}

/** Starts the built program in a new terminal: `layerx(["inspect", file], …)`. */
export function layerx(args: readonly string[], options: TerminalOptions): Terminal {
  return open(process.execPath, [PROGRAM, ...args], options);
}

/** Starts any program in a new terminal. The program is killed when the test is finished. */
export function open(program: string, args: readonly string[], options: TerminalOptions): Terminal {
  const terminal = new Terminal(program, args, options);
  onTestFinished(() => terminal.kill());
  return terminal;
}

const [FRAME_BEGIN, FRAME_END] = ["\x1b[?2026h", "\x1b[?2026l"];
const TIMEOUT_MS = 25_000;

/** A program in a terminal with a screen of cells. Its methods wait for a state; they never sleep. */
export class Terminal {
  readonly #screen: headless.Terminal;
  readonly #pty: IPty;
  readonly #watchers = new Set<() => void>();
  #exit: { readonly code: number; readonly signal: number } | null = null;
  /** All output of the program. */
  output = "";

  constructor(program: string, args: readonly string[], { columns, rows, env = {} }: TerminalOptions) {
    this.#screen = new headless.Terminal({ cols: columns, rows, allowProposedApi: true });
    // The program must not see the settings of a user or of a CI: in a CI it would not be interactive.
    const { CI: _ci, NO_COLOR: _colour, FORCE_COLOR: _force, COLORTERM: _term, ...inherited } = process.env;
    const plain = {
      TERM: "xterm-256color",
      LC_ALL: "C.UTF-8",
      XDG_CONFIG_HOME: "/nowhere",
      LAYERX_CONFIG: "",
      LAYERX_CACHE_SIZE: "0",
    };
    this.#pty = spawn(program, [...args], {
      name: env.TERM ?? plain.TERM,
      cols: columns,
      rows,
      env: { ...inherited, ...plain, ...env },
    });
    this.#pty.onData((data) => {
      this.output += data;
      // A frame may arrive in parts. A real terminal does not show an incomplete frame.
      const whole = this.output.lastIndexOf(FRAME_BEGIN) <= this.output.lastIndexOf(FRAME_END);
      this.#screen.write(data, () => {
        if (whole) this.#changed();
      });
    });
    this.#pty.onExit(({ exitCode, signal }) => {
      this.#exit = { code: exitCode, signal: signal ?? 0 };
      this.#screen.write("", () => this.#changed());
    });
  }

  get pid(): number {
    return this.#pty.pid;
  }

  /** Returns the columns of a character, line by line. */
  columnsOf(char: string): number[][] {
    const { active } = this.#screen.buffer;
    return Array.from({ length: this.#screen.rows }, (_, row) =>
      Array.from({ length: this.#screen.cols }, (_, column) => column).filter(
        (column) =>
          active
            .getLine(active.baseY + row)
            ?.getCell(column)
            ?.getChars() === char,
      ),
    );
  }

  /** The lines of the screen, without spaces at their ends. */
  get lines(): string[] {
    const { active } = this.#screen.buffer;
    return Array.from(
      { length: this.#screen.rows },
      (_, row) => active.getLine(active.baseY + row)?.translateToString(true) ?? "",
    );
  }

  get text(): string {
    return this.lines.join("\n");
  }

  /** True while the program uses the alternate screen. */
  get alternate(): boolean {
    return this.#screen.buffer.active.type === "alternate";
  }

  /** False while the program hides the cursor. */
  get cursorShown(): boolean {
    const last = [...this.output.matchAll(/\x1b\[\?25([hl])/g)].at(-1);
    return last?.[1] !== "l";
  }

  /** True while the program receives mouse events. */
  get mouseOn(): boolean {
    return this.#screen.modes.mouseTrackingMode !== "none";
  }

  /** The modes that differ from those of a new terminal. */
  get changedModes(): string[] {
    const { bracketedPasteMode, wraparoundMode } = this.#screen.modes;
    const modes = {
      "alternate screen": this.alternate,
      "hidden cursor": !this.cursorShown,
      mouse: this.mouseOn,
      "bracketed paste": bracketedPasteMode,
      "no line wrapping": !wraparoundMode,
    };
    return Object.entries(modes).flatMap(([name, isChanged]) => (isChanged ? [name] : []));
  }

  /** Presses the left button, or turns the wheel, on the first cell of a text. */
  point(text: string, what: "press" | "wheel-up" | "wheel-down" = "press"): void {
    const lines = this.lines;
    const row = lines.findIndex((line) => line.includes(text));
    if (row < 0) throw new Error(`no ${JSON.stringify(text)} on the screen:\n${this.text}`);
    const place = `${lines[row].indexOf(text) + 1};${row + 1}`;
    const button = { press: 0, "wheel-up": 64, "wheel-down": 65 }[what];
    this.write(`\x1b[<${button};${place}M${button === 0 ? `\x1b[<0;${place}m` : ""}`);
  }

  /** Returns the first cell of the first place of a text on the screen. */
  cellAt(text: string): Cell {
    const lines = this.lines;
    const row = lines.findIndex((line) => line.includes(text));
    if (row < 0) throw new Error(`no ${JSON.stringify(text)} on the screen:\n${this.text}`);
    const cell = this.#screen.buffer.active
      .getLine(this.#screen.buffer.active.baseY + row)
      ?.getCell(lines[row].indexOf(text));
    if (cell === undefined) throw new Error("no such cell");
    return {
      char: cell.getChars(),
      inverse: cell.isInverse() !== 0,
      bold: cell.isBold() !== 0,
      struck: cell.isStrikethrough() !== 0,
      colour: cell.isFgDefault() ? -1 : cell.getFgColor(),
    };
  }

  /** The rows of the screen, each as runs of cells with the same style. */
  get runs(): readonly (readonly Run[])[] {
    const { active } = this.#screen.buffer;
    return Array.from({ length: this.#screen.rows }, (_, row) => {
      const line = active.getLine(active.baseY + row);
      return line === undefined ? [] : runsOf(line, this.#screen.cols);
    });
  }

  write(keys: string): void {
    this.#pty.write(keys);
  }

  /** Presses keys and waits for their effect. */
  async press(keys: string, expected: string | RegExp | (() => boolean)): Promise<void> {
    this.write(keys);
    await this.see(expected);
  }

  /** Waits until the screen shows a text, or until a condition is true. */
  async see(expected: string | RegExp | (() => boolean)): Promise<void> {
    const condition =
      typeof expected === "function"
        ? expected
        : () => (typeof expected === "string" ? this.text.includes(expected) : expected.test(this.text));
    await this.#until(condition, String(expected));
  }

  async exited(): Promise<{ readonly code: number; readonly signal: number }> {
    await this.#until(() => this.#exit !== null, "the end of the program");
    return this.#exit ?? { code: -1, signal: 0 };
  }

  resize({ columns, rows }: Size): void {
    this.#screen.resize(columns, rows);
    this.#pty.resize(columns, rows);
  }

  kill(signal = "SIGKILL"): void {
    if (this.#exit === null) this.#pty.kill(signal);
  }

  #until(condition: () => boolean, what: string): Promise<void> {
    return new Promise((resolve, reject) => {
      const watcher = () => {
        if (!condition()) return;
        clearTimeout(timer);
        this.#watchers.delete(watcher);
        resolve();
      };
      const timer = setTimeout(() => {
        this.#watchers.delete(watcher);
        reject(new Error(`timeout while waiting for ${what}; the screen is\n${this.text}`));
      }, TIMEOUT_MS);
      this.#watchers.add(watcher);
      watcher();
    });
  }

  #changed(): void {
    for (const watcher of [...this.#watchers]) watcher();
  }
}

function runsOf(line: headless.IBufferLine, columns: number): Run[] {
  const runs: Run[] = [];
  for (let column = 0; column < columns; column++) {
    const cell = line.getCell(column);
    // The second half of a wide character.
    if (cell === undefined || cell.getWidth() === 0) continue;
    const run = { ...styleOf(cell), column, columns: cell.getWidth(), text: cell.getChars() || " " };
    const last = runs.at(-1);
    if (last === undefined || !hasSameStyle(last, run)) runs.push(run);
    else runs[runs.length - 1] = { ...last, columns: last.columns + run.columns, text: last.text + run.text };
  }
  return runs;
}

function styleOf(cell: headless.IBufferCell): Style {
  const rgb = (value: number) => `#${value.toString(16).padStart(6, "0")}`;
  return {
    foreground: cell.isFgDefault() ? null : cell.isFgRGB() ? rgb(cell.getFgColor()) : cell.getFgColor(),
    background: cell.isBgDefault() ? null : cell.isBgRGB() ? rgb(cell.getBgColor()) : cell.getBgColor(),
    bold: cell.isBold() !== 0,
    dim: cell.isDim() !== 0,
    inverse: cell.isInverse() !== 0,
    struck: cell.isStrikethrough() !== 0,
  };
}

function hasSameStyle(a: Style, b: Style): boolean {
  const keys = ["foreground", "background", "bold", "dim", "inverse", "struck"] as const;
  return keys.every((key) => a[key] === b[key]);
}
