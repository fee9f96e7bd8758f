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

const PATIENCE_MS = 20_000;

/** Reports are tested where they are written. */
const REPORTS: Reports = {
  formats: [{ name: "markdown", ending: "md" }],
  save: () => Promise.reject(new Error("no reports here")),
};

/**
 * The explorer on an archive, in this process: keys arrive as a terminal's bytes, Ink draws, and the line writer's
 * bytes go to a terminal without a window. All but the terminal's modes and signals is as in the real program.
 */
export async function explorer(path: string, size: Size, options: Options = {}): Promise<Running> {
  const gone = new AbortController();
  const screen = new Running(size);
  const tools = {
    display: screen,
    look: { colour: true, ascii: options.ascii ?? false },
    gone: gone.signal,
    cwd: ".",
    settings: DEFAULT_SETTINGS,
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
    await open(path, options.wish),
    ...(options.newer === undefined ? [] : [await open(options.newer)]),
  ];
  const [analysis, newer] = await Promise.all(
    images.map((image) => readHeaders(image, { ...NOBODY, signal: gone.signal })),
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
    gone.abort();
    await ended;
    screen.close();
    for (const image of images) await image.close();
  });
  await screen.see("quit");
  return screen;
}

interface Options {
  /** How the image is opened. */
  readonly wish?: Wish;
  readonly ascii?: boolean;
  /** The image to compare with: what changed from the first one to it. */
  readonly newer?: string | undefined;
}

/** Sees no progress, and is asked nothing: each archive holds one image. */
const NOBODY = {
  onLayers: () => undefined,
  onProgress: () => undefined,
  pick: () => Promise.reject(new Error("there is one image")),
};

export class Running implements Screen {
  onKeys: (keys: readonly Key[]) => void = () => undefined;
  onPaste: (text: string) => void = () => undefined;
  onPoint: (action: PointerAction) => void = () => undefined;
  onRedraw: () => void = () => undefined;
  /** All that was written to the terminal. */
  output = "";
  /** What was put into the clipboard. */
  readonly copied: string[] = [];
  /** The images that were closed when the user left them. */
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
    // Ink asks for all of a terminal's streams, and uses what these have of them.
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

  /** The lines of the screen, without the space at their ends. */
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

  /** How the first cell of a text looks. */
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

  /** Sends what a terminal sends for keys, pasted text or the mouse. */
  write(bytes: string): void {
    this.#stdin.send(bytes);
  }

  async press(keys: string, expected: string | RegExp | (() => boolean)): Promise<void> {
    this.write(keys);
    await this.see(expected);
  }

  /** Waits until the screen shows a text, or until something holds. */
  see(expected: string | RegExp | (() => boolean)): Promise<void> {
    const holds =
      typeof expected === "function"
        ? expected
        : () => (typeof expected === "string" ? this.text.includes(expected) : expected.test(this.text));
    return new Promise((resolve, reject) => {
      const why = () => reject(new Error(`waited in vain for ${expected}; the screen is\n${this.text}`));
      const timer = setTimeout(why, PATIENCE_MS);
      const watcher = () => {
        if (!holds()) return;
        clearTimeout(timer);
        this.#watchers.delete(watcher);
        resolve();
      };
      this.#watchers.add(watcher);
      // What was written before is drawn then.
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
