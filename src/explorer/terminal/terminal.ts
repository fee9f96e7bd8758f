import type { ReadStream, WriteStream } from "node:tty";
import { LineWriter } from "./line-writer.js";

/** The alternate screen, no cursor, no wrapping, and pasted text marked as such (2004). */
const ENTER = "\x1b[?1049h\x1b[?25l\x1b[?7l\x1b[?2004h";
const LEAVE = "\x1b[?2004l\x1b[?7h\x1b[?25h\x1b[?1049l";
/** Presses, releases and the wheel, but no movement; as numbers, so that no screen is too wide. */
const MOUSE = { on: "\x1b[?1000h\x1b[?1006h", off: "\x1b[?1006l\x1b[?1000l" };
const CLEAR = "\x1b[0m\x1b[2J";
/** A terminal that supports them shows everything between the two at once. */
const SYNC = ["\x1b[?2026h", "\x1b[?2026l"] as const;

/**
 * The screen of a terminal, taken and reconstructed: what Ink lacks. It gets whole frames and writes the lines that
 * changed, each to its place, so that neither a resize nor anything else that was written there can shift them.
 */
export class Terminal {
  readonly #stdin: ReadStream;
  readonly #stdout: WriteStream;
  #taken = false;
  #mouse: boolean;
  readonly #writer = new LineWriter();
  /** A frame that came while the terminal was still busy with those before. */
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

  /**
   * Stops reading keys, so that a program gets all of them: Node continues reading after the last listener is gone. Reading starts
   * again with the next listener. Node does the same when `process.stdin` is paused, but not for other terminals.
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

  /** Whether clicks and the wheel are heard; where they are not, the terminal selects text with them. */
  set mouse(on: boolean) {
    if (on === this.#mouse) return;
    this.#mouse = on;
    if (this.#taken && this.#stdout.writable) this.#stdout.write(on ? MOUSE.on : MOUSE.off);
  }

  /**
   * Asks the terminal to put a text into the clipboard, over ssh too (OSC 52). It does not say whether it did: some have
   * need a setting first, as tmux with `set -g set-clipboard on`.
   */
  copy(text: string): void {
    if (!this.#taken || !this.#stdout.writable) return;
    this.#stdout.write(`\x1b]52;c;${Buffer.from(text, "utf8").toString("base64")}\x07`);
  }

  /** The next frame is drawn as a whole: after a resize, or when something else had the screen. */
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

/** An undocumented part of a stream, while it reads. */
function isReading(part: unknown): part is { reading: boolean } {
  return typeof part === "object" && part !== null && "reading" in part && part.reading === true;
}
