import { humanSize } from "../../text/bytes.js";
import type { Printable } from "../../text/escape.js";
import { cutEnd } from "../../text/width.js";
import type { ReadingProgress } from "../command-context.js";

const EVERY_MS = 80;
const BAR_COLUMNS = 24;
const CLEAR = "\r\x1b[K";

type Terminal = NodeJS.WritableStream & { readonly columns?: number };

/**
 * One line on stderr that shows how much was read, after the first 80 ms. `stream` is called before the first line is
 * drawn, because opening stderr takes 2 ms; it returns `null` if no progress is wanted.
 */
export class Progress {
  readonly #open: () => Terminal | null;
  #stream: Terminal | null | undefined;
  #drawnAt = Date.now();
  #visible = false;
  #hasSaid = false;

  constructor(stream: () => Terminal | null) {
    this.#open = stream;
  }

  show({ phase, doneBytes, totalBytes }: ReadingProgress): void {
    this.#draw(() => `${phase} ${progressText(doneBytes, totalBytes)}`);
  }

  /** Like `show`, for a text. The first such line is drawn at once. */
  say(line: Printable): void {
    if (!this.#hasSaid) this.#drawnAt = 0;
    this.#hasSaid = true;
    this.#draw(() => line);
  }

  #draw(line: () => string): void {
    const now = Date.now();
    if (now - this.#drawnAt < EVERY_MS) return;
    if (this.#stream === undefined) this.#stream = this.#open();
    this.#drawnAt = now;
    if (this.#stream === null) return;
    this.#visible = true;
    // Only one row can be erased again.
    const { columns } = this.#stream;
    this.#stream.write(`${CLEAR}${columns ? cutEnd(line(), columns - 1) : line()}`);
  }

  hide(): void {
    if (this.#visible) this.#stream?.write(CLEAR);
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
