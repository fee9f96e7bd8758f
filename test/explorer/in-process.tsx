import { EventEmitter } from "node:events";
import headless from "@xterm/headless";
import { type Instance, render } from "ink";
import type { ReactElement } from "react";
import { onTestFinished } from "vitest";
import { guessedBase } from "../../src/analysis/base-image.js";
import { compareImages } from "../../src/analysis/diff/compare-images.js";
import type { PointerAction } from "../../src/explorer/action.js";
import { comparedState } from "../../src/explorer/comparison/compared-state.js";
import { comparedSubject } from "../../src/explorer/comparison/compared-subject.js";
import { Targets } from "../../src/explorer/drawing/targets.js";
import type { Key } from "../../src/explorer/keys/key-names.js";
import { LateWaits } from "../../src/explorer/opening/late-waits.js";
import type { Waiting } from "../../src/explorer/opening/with-progress.js";
import type { Reports } from "../../src/explorer/pages/report/reports.js";
import { explore } from "../../src/explorer/session/explore.js";
import { exploreImage } from "../../src/explorer/session/explore-image.js";
import { readHeaders } from "../../src/explorer/session/in-terminal.js";
import { DEFAULT_SETTINGS } from "../../src/explorer/settings.js";
import { initialState } from "../../src/explorer/state.js";
import { Subject } from "../../src/explorer/subject.js";
import type { Screen } from "../../src/explorer/terminal/display.js";
import { LineWriter } from "../../src/explorer/terminal/line-writer.js";
import { Live } from "../../src/explorer/terminal/live.js";
import type { Image } from "../../src/image/image.js";
import { open, type Wish } from "../source/opening.js";

interface Size {
  readonly columns: number;
  readonly rows: number;
}

const TIMEOUT_MS = 20_000;

/** Reports cannot be saved here. They have their own tests. */
const REPORTS: Reports = {
  formats: [{ name: "markdown", ending: "md" }],
  save: () => Promise.reject(new Error("no reports here")),
};

/**
 * Opens the explorer on an archive, in the test process. Keys arrive as the bytes of a terminal, Ink draws, and the
 * line writer writes to a headless terminal. Only the modes and signals of a real terminal are missing.
 */
export async function explorer(path: string, size: Size, options: Options = {}): Promise<Running> {
  const closing = new AbortController();
  const screen = new Running(size);
  const tools = {
    display: screen,
    look: { colour: true, ascii: options.ascii ?? false },
    closed: closing.signal,
    cwd: ".",
    settings: DEFAULT_SETTINGS,
    lateWaits: options.lateWaits ?? new LateWaits(),
    release: async (image: Image) => {
      screen.released.push(image);
      await image.close();
    },
    openOther: (source: string) => () => open(source),
    openPlatform: (exactly: string) => async (waiting: Waiting) => {
      const image = await open(path, { ...options.wish, exactly });
      return new Subject(await readHeaders(image, waiting), guessedBase(image));
    },
  };
  const images = [
    (options.slow ?? unchanged)(await open(path, options.wish)),
    ...(options.newer === undefined ? [] : [await open(options.newer)]),
  ];
  const [analysis, newer] = await Promise.all(
    images.map((image) => readHeaders(image, { ...NO_PROGRESS, signal: closing.signal })),
  );
  const settings = { ...DEFAULT_SETTINGS, reports: REPORTS.formats };
  const ended =
    newer === undefined
      ? exploreImage(initialState(new Subject(analysis, guessedBase(analysis.image)), size, settings), {
          ...tools,
          reports: REPORTS,
        })
      : explore(
          comparedState(comparedSubject(await compareImages(analysis, newer)), size, DEFAULT_SETTINGS),
          {
            ...tools,
            reports: null,
          },
        );
  onTestFinished(async () => {
    closing.abort();
    await ended;
    screen.close();
    for (const image of images) await image.close();
  });
  await screen.see("quit");
  return screen;
}

interface Options {
  /** Options for opening the image. */
  readonly wish?: Wish;
  readonly ascii?: boolean;
  readonly lateWaits?: LateWaits;
  /** Returns the image with slower layers. */
  slow?(image: Image): Image;
  /** A newer image: the explorer compares both images. */
  readonly newer?: string | undefined;
}

const unchanged = (image: Image) => image;

/** Shows no progress and offers no choice: each archive has one image. */
const NO_PROGRESS = {
  onLayers: () => undefined,
  onProgress: () => undefined,
  pick: () => Promise.reject(new Error("there is one image")),
};

export class Running implements Screen {
  onKeys: (keys: readonly Key[]) => void = () => undefined;
  onPaste: (text: string) => void = () => undefined;
  onPoint: (action: PointerAction) => void = () => undefined;
  onRedraw: () => void = () => undefined;
  /** All output to the terminal. */
  output = "";
  /** The texts that were copied to the clipboard. */
  readonly copied: string[] = [];
  /** The images that were closed because the user opened another image. */
  readonly released: Image[] = [];
  readonly size: Size;
  readonly #targets = new Targets();
  readonly #writer = new LineWriter();
  readonly #cells: headless.Terminal;
  readonly #stdin = new Keyboard();
  readonly #ink: Instance;
  readonly #watchers = new Set<() => void>();

  constructor(size: Size) {
    this.size = size;
    this.#cells = new headless.Terminal({ cols: size.columns, rows: size.rows, allowProposedApi: true });
    const stdout = Object.assign(new EventEmitter(), {
      ...size,
      write: (frame: string) => this.#draw(frame),
    });
    // Ink's types require complete streams, but Ink uses only these members.
    const streams = { stdin: this.#stdin, stdout } as unknown as {
      stdin: NodeJS.ReadStream;
      stdout: NodeJS.WriteStream;
    };
    this.#ink = render(this.#live(null), {
      ...streams,
      debug: true,
      exitOnCtrlC: false,
      patchConsole: false,
    });
  }

  show(screen: ReactElement): void {
    this.#ink.rerender(this.#live(screen));
  }

  set mouse(_on: boolean) {}

  copy(text: string): void {
    this.copied.push(text);
  }

  suspend(): void {}

  lend(work: () => Promise<void>): Promise<void> {
    return work();
  }

  close(): void {
    this.#ink.unmount();
    this.#cells.dispose();
  }

  /** The lines of the screen, without spaces at their ends. */
  get lines(): string[] {
    const { active } = this.#cells.buffer;
    return Array.from(
      { length: this.size.rows },
      (_, row) => active.getLine(row)?.translateToString(true).trimEnd() ?? "",
    );
  }

  get text(): string {
    return this.lines.join("\n");
  }

  /** Returns the style of the first cell of a text. */
  cellAt(text: string): { readonly inverse: boolean; readonly struck: boolean; readonly colour: number } {
    const { row, column } = this.#find(text);
    const cell = this.#cells.buffer.active.getLine(row)?.getCell(column);
    if (cell === undefined) throw new Error("no such cell");
    return {
      inverse: cell.isInverse() !== 0,
      struck: cell.isStrikethrough() !== 0,
      colour: cell.isFgDefault() ? -1 : cell.getFgColor(),
    };
  }

  /** Presses the left button on the first cell of a text. */
  point(text: string): void {
    const { row, column } = this.#find(text);
    this.write(`\x1b[<0;${column + 1};${row + 1}M`);
  }

  /** Sends bytes as a terminal does for keys, pasted text or the mouse. */
  write(bytes: string): void {
    this.#stdin.send(bytes);
  }

  async press(keys: string, expected: string | RegExp | (() => boolean)): Promise<void> {
    this.write(keys);
    await this.see(expected);
  }

  /** Waits until the screen shows a text, or until a condition is true. */
  see(expected: string | RegExp | (() => boolean)): Promise<void> {
    const condition =
      typeof expected === "function"
        ? expected
        : () => (typeof expected === "string" ? this.text.includes(expected) : expected.test(this.text));
    return new Promise((resolve, reject) => {
      const why = () =>
        reject(new Error(`timeout while waiting for ${expected}; the screen is\n${this.text}`));
      const timer = setTimeout(why, TIMEOUT_MS);
      const watcher = () => {
        if (!condition()) return;
        clearTimeout(timer);
        this.#watchers.delete(watcher);
        resolve();
      };
      this.#watchers.add(watcher);
      // The terminal calls the watcher after it has drawn all earlier output.
      this.#cells.write("", watcher);
    });
  }

  #find(text: string): { readonly row: number; readonly column: number } {
    const row = this.lines.findIndex((line) => line.includes(text));
    if (row < 0) throw new Error(`no ${JSON.stringify(text)} on the screen:\n${this.text}`);
    return { row, column: this.lines[row].indexOf(text) };
  }

  #live(screen: ReactElement | null): ReactElement {
    const fail = ({ error }: { readonly error: unknown }) => {
      throw error;
    };
    return (
      <Live listener={this} targets={this.#targets} onFault={fail}>
        {screen}
      </Live>
    );
  }

  #draw(frame: string): boolean {
    const bytes = this.#writer.frame(frame, this.size.columns);
    this.output += bytes;
    this.#cells.write(bytes, () => {
      for (const watcher of [...this.#watchers]) watcher();
    });
    return true;
  }
}

/** The keyboard of a terminal. */
class Keyboard extends EventEmitter {
  readonly isTTY = true;
  #waiting: string | null = null;

  send(bytes: string): void {
    this.#waiting = (this.#waiting ?? "") + bytes;
    this.emit("readable");
  }

  read(): string | null {
    const bytes = this.#waiting;
    this.#waiting = null;
    return bytes;
  }

  setEncoding(): void {}
  setRawMode(): void {}
  ref(): void {}
  unref(): void {}
}
