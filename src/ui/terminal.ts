import type { ReadStream, WriteStream } from "node:tty";
import { type Cells, cellsOf, changes } from "./cells.js";
import type { Line } from "./line.js";

const ENTER = "\x1b[?1049h\x1b[?25l\x1b[?7l";
const LEAVE = "\x1b[?7h\x1b[?25h\x1b[?1049l";
/** Presses, releases and the wheel, but no movement; as numbers, so that no screen is too wide. */
const MOUSE = { on: "\x1b[?1000h\x1b[?1006h", off: "\x1b[?1006l\x1b[?1000l" };
const CLEAR = "\x1b[0m\x1b[2J";
/** A terminal that knows them shows what is between the two at once. */
const SYNC = ["\x1b[?2026h", "\x1b[?2026l"] as const;

/**
 * The screen of a terminal, taken and given back: the alternate screen, without cursor and without wrapping. It
 * is given whole frames and writes the cells that changed, each stretch to its place, so that neither a resize nor
 * anything else that was written there can shift them.
 */
export class Terminal {
  readonly #stdin: ReadStream;
  readonly #stdout: WriteStream;
  #taken = false;
  #mouse: boolean;
  /** What stands on the screen, by line. */
  #lines: readonly Line[] = [];
  #cells: readonly Cells[] = [];
  /** A frame that came while the terminal was still busy with those before. */
  #waiting: readonly Line[] | null = null;

  constructor(stdin: ReadStream, stdout: WriteStream, { mouse }: { readonly mouse: boolean }) {
    this.#stdin = stdin;
    this.#stdout = stdout;
    this.#mouse = mouse;
  }

  get size(): { readonly columns: number; readonly rows: number } {
    return { columns: this.#stdout.columns || 80, rows: this.#stdout.rows || 24 };
  }

  take(): void {
    if (this.#taken) return;
    this.#taken = true;
    this.#stdin.setRawMode(true);
    this.#stdout.write(ENTER + (this.#mouse ? MOUSE.on : ""));
    this.forget();
  }

  /** Takes it once more: a shell may have had it in between, and have changed its modes. */
  retake(): void {
    // Where it believes that raw mode is on, Node does not set it again.
    this.#stdin.setRawMode(false);
    this.#taken = false;
    this.take();
  }

  /** Leaves the terminal as it was found. Does nothing a second time. */
  giveBack(): void {
    if (!this.#taken) return;
    this.#taken = false;
    this.#waiting = null;
    // A terminal that was closed has nothing to restore, and refuses.
    if (this.#stdin.readable && !this.#stdin.destroyed) this.#stdin.setRawMode(false);
    if (this.#stdout.writable) this.#stdout.write(`\x1b[0m${this.#mouse ? MOUSE.off : ""}${LEAVE}`);
  }

  /** Whether clicks and the wheel are heard; where they are not, the terminal selects text with them. */
  set mouse(on: boolean) {
    if (on === this.#mouse) return;
    this.#mouse = on;
    if (this.#taken && this.#stdout.writable) this.#stdout.write(on ? MOUSE.on : MOUSE.off);
  }

  /**
   * Asks the terminal to put a text into the clipboard, over ssh too (OSC 52). It does not say whether it did: some have
   * to be told that they may, as tmux with `set -g set-clipboard on`.
   */
  copy(text: string): void {
    if (!this.#taken || !this.#stdout.writable) return;
    this.#stdout.write(`\x1b]52;c;${Buffer.from(text, "utf8").toString("base64")}\x07`);
  }

  /** The next frame is drawn as a whole: after a resize, or when something else had the screen. */
  forget(): void {
    if (!this.#taken) return;
    this.#lines = [];
    this.#cells = [];
    this.#stdout.write(CLEAR);
  }

  /** Shows a frame: as many lines as the screen has. */
  show(lines: readonly Line[]): void {
    if (!this.#taken || !this.#stdout.writable) return;
    if (this.#stdout.writableNeedDrain) {
      if (this.#waiting === null) this.#stdout.once("drain", () => this.#showWaiting());
      this.#waiting = lines;
      return;
    }
    let out = "";
    const cells = lines.map((line, row) => {
      const known = this.#cells.at(row) ?? null;
      if (known !== null && line === this.#lines[row]) return known;
      const wanted = cellsOf(line);
      out += changes(known, wanted, row);
      return wanted;
    });
    this.#lines = lines;
    this.#cells = cells;
    if (out !== "") this.#stdout.write(SYNC[0] + out + SYNC[1]);
  }

  #showWaiting(): void {
    const lines = this.#waiting;
    this.#waiting = null;
    if (lines !== null) this.show(lines);
  }
}
