import { humanSize } from "../../text/bytes.js";
import type { Printable } from "../../text/escape.js";
import type { ReadingProgress } from "../command-context.js";

const EVERY_MS = 80;
const BAR_COLUMNS = 24;
const CLEAR = "\r\x1b[K";

/** One line on stderr that says how far reading has come; nothing where `shown` is false. */
export class Progress {
  readonly #stream: NodeJS.WritableStream;
  readonly #shown: boolean;
  #drawnAt = 0;
  #visible = false;

  constructor(stream: NodeJS.WritableStream, { shown }: { readonly shown: boolean }) {
    this.#stream = stream;
    this.#shown = shown;
  }

  show({ phase, doneBytes, totalBytes }: ReadingProgress): void {
    this.#draw(() => `${phase} ${progressText(doneBytes, totalBytes)}`);
  }

  /** As `show`, in words that fit into one line. */
  say(line: Printable): void {
    this.#draw(() => line);
  }

  #draw(line: () => string): void {
    if (!this.#shown) return;
    const now = Date.now();
    if (now - this.#drawnAt < EVERY_MS) return;
    this.#drawnAt = now;
    this.#visible = true;
    this.#stream.write(`${CLEAR}${line()}`);
  }

  hide(): void {
    if (this.#visible) this.#stream.write(CLEAR);
    this.#visible = false;
  }
}

function progressText(doneBytes: number, totalBytes: number | null): string {
  if (totalBytes === null && doneBytes === 0) return "";
  if (totalBytes === null || totalBytes === 0) return humanSize(doneBytes);
  const share = Math.min(doneBytes / totalBytes, 1);
  const filled = Math.round(share * BAR_COLUMNS);
  const bar = "█".repeat(filled) + "░".repeat(BAR_COLUMNS - filled);
  return `${bar} ${Math.floor(share * 100)}% of ${humanSize(totalBytes)}`;
}
