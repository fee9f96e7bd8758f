import type { ReadStream, WriteStream } from "node:tty";
import type { Line } from "./line.js";

const ENTER = "\x1b[?1049h\x1b[?25l\x1b[?7l";
const LEAVE = "\x1b[?7h\x1b[?25h\x1b[?1049l";
const CLEAR = "\x1b[0m\x1b[2J";
/** A terminal that knows them shows what is between the two at once. */
const SYNC = ["\x1b[?2026h", "\x1b[?2026l"] as const;

/**
 * The screen of a terminal, taken and given back: the alternate screen, without cursor and without wrapping. It
 * is given whole frames and writes the lines that changed, each to its place, so that neither a resize nor
 * anything else that was written there can shift them.
 */
export class Terminal {
  readonly #stdin: ReadStream;
  readonly #stdout: WriteStream;
  #taken = false;
  /** What stands on the screen, by line. */
  #lines: readonly Line[] = [];
  /** A frame that came while the terminal was still busy with those before. */
  #waiting: readonly Line[] | null = null;

  constructor(stdin: ReadStream, stdout: WriteStream) {
    this.#stdin = stdin;
    this.#stdout = stdout;
  }

  get size(): { readonly columns: number; readonly rows: number } {
    return { columns: this.#stdout.columns || 80, rows: this.#stdout.rows || 24 };
  }

  take(): void {
    if (this.#taken) return;
    this.#taken = true;
    this.#stdin.setRawMode(true);
    this.#stdout.write(ENTER);
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
    if (this.#stdout.writable) this.#stdout.write(`\x1b[0m${LEAVE}`);
  }

  /** The next frame is drawn as a whole: after a resize, or when something else had the screen. */
  forget(): void {
    if (!this.#taken) return;
    this.#lines = [];
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
    const changes = lines
      .map((line, row) => (line === this.#lines.at(row) ? "" : `\x1b[${row + 1};1H\x1b[0m\x1b[2K${line}`))
      .join("");
    this.#lines = lines;
    if (changes !== "") this.#stdout.write(SYNC[0] + changes + SYNC[1]);
  }

  #showWaiting(): void {
    const lines = this.#waiting;
    this.#waiting = null;
    if (lines !== null) this.show(lines);
  }
}
