import type { ReadStream, WriteStream } from "node:tty";
import { LineWriter } from "./line-writer.js";

/**
 * Switches on the alternate screen and bracketed paste (2004), and switches off the cursor and line wrapping.
 */
const ENTER = "\x1b[?1049h\x1b[?25l\x1b[?7l\x1b[?2004h";
const LEAVE = "\x1b[?2004l\x1b[?7h\x1b[?25h\x1b[?1049l";
/**
 * Reports clicks, releases and the wheel, but no movement. Positions are decimal numbers, so that screens of
 * any width work.
 */
const MOUSE = { on: "\x1b[?1000h\x1b[?1006h", off: "\x1b[?1006l\x1b[?1000l" };
const CLEAR = "\x1b[0m\x1b[2J";
/** A terminal that supports these shows everything between the two at once. */
const SYNC = ["\x1b[?2026h", "\x1b[?2026l"] as const;

/**
 * The screen of a terminal. Ink cannot restore a terminal completely. This class gets whole frames and writes
 * the lines that changed, each to its place, so that a resize or other output cannot move them.
 */
export class Terminal {
  readonly #stdin: ReadStream;
  readonly #stdout: WriteStream;
  #taken = false;
  #mouse: boolean;
  readonly #writer = new LineWriter();
  /** A frame that waits until the terminal has received the earlier ones. */
  #waiting: string | null = null;

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

  /** Takes the terminal again: a shell may have used it meanwhile, and changed its modes. */
  retake(): void {
    // Node does not set raw mode again if it assumes that it is on.
    this.#stdin.setRawMode(false);
    this.#taken = false;
    this.take();
  }

  /** Restores the terminal. A second call has no effect. */
  restore(): void {
    if (!this.#taken) return;
    this.#taken = false;
    this.#waiting = null;
    // A closed terminal cannot be restored, and throws an error.
    if (this.#stdin.readable && !this.#stdin.destroyed) this.#stdin.setRawMode(false);
    if (this.#stdout.writable) this.#stdout.write(`\x1b[0m${this.#mouse ? MOUSE.off : ""}${LEAVE}`);
  }

  /**
   * Stops reading keys, so that a program gets all of them: Node continues to read after the last listener
   * was removed. Reading starts again with the next listener. Node does the same when `process.stdin` is
   * paused, but not for other terminals.
   */
  stopReading(): void {
    this.#stdin.pause();
    const handle: unknown = Reflect.get(this.#stdin, "_handle");
    const state: unknown = Reflect.get(this.#stdin, "_readableState");
    if (!isReading(handle) || !isReading(state) || !("readStop" in handle)) return;
    handle.reading = false;
    state.reading = false;
    if (typeof handle.readStop === "function") handle.readStop();
  }

  /** True if clicks and the wheel are used. Otherwise the terminal selects text with them. */
  set mouse(on: boolean) {
    if (on === this.#mouse) return;
    this.#mouse = on;
    if (this.#taken && this.#stdout.writable) this.#stdout.write(on ? MOUSE.on : MOUSE.off);
  }

  /**
   * Makes the terminal copy a text to the clipboard, also over ssh (OSC 52). The terminal does not answer:
   * some need a setting first, such as tmux with `set -g set-clipboard on`.
   */
  copy(text: string): void {
    if (!this.#taken || !this.#stdout.writable) return;
    this.#stdout.write(`\x1b]52;c;${Buffer.from(text, "utf8").toString("base64")}\x07`);
  }

  /** Makes the next frame complete: after a resize, or after other output on the screen. */
  forget(): void {
    if (!this.#taken) return;
    this.#writer.forget();
    this.#stdout.write(CLEAR);
  }

  /** Shows a frame: lines with their styles, at most as many as the screen has. */
  show(frame: string): void {
    if (!this.#taken || !this.#stdout.writable) return;
    if (this.#stdout.writableNeedDrain) {
      if (this.#waiting === null) this.#stdout.once("drain", () => this.#showWaiting());
      this.#waiting = frame;
      return;
    }
    const out = this.#writer.frame(frame, this.size.columns);
    if (out !== "") this.#stdout.write(SYNC[0] + out + SYNC[1]);
  }

  #showWaiting(): void {
    const frame = this.#waiting;
    this.#waiting = null;
    if (frame !== null) this.show(frame);
  }
}

/** Returns true if a stream is reading, from an undocumented field of the stream. */
function isReading(part: unknown): part is { reading: boolean } {
  return typeof part === "object" && part !== null && "reading" in part && part.reading === true;
}
