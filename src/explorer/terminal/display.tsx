import { ReadStream, WriteStream } from "node:tty";
import { type Instance, render, type useApp } from "ink";
import type { ReactElement } from "react";
import type { PointerAction } from "../action.js";
import { Targets } from "../drawing/targets.js";
import type { Key } from "../keys/key-names.js";
import type { Fault } from "./faults.js";
import { type Listener, Live } from "./live.js";
import { Terminal } from "./terminal.js";

/** The functions for drawing screens, and the listeners for the user's input. */
export interface Screen extends Listener {
  readonly size: { readonly columns: number; readonly rows: number };
  /**
   * Draws a screen.
   * @throws as its components.
   */
  show(screen: ReactElement): void;
  /** Called when everything must be drawn again, for example with another size. */
  onRedraw(): void;
  /** True if clicks and the wheel are used. */
  set mouse(on: boolean);
  /** Copies a text to the clipboard, if the terminal supports it. */
  copy(text: string): void;
  /** Returns to the shell until the user comes back. */
  suspend(): void;
  /** Lends the terminal to a program while the work runs. */
  lend(work: () => Promise<void>): Promise<void>;
}

type SuspendTerminal = ReturnType<typeof useApp>["suspendTerminal"];

/** The display's view of the process. */
export interface TerminalWorld {
  /** The input of the keys and the output of the screen: both must be terminals. */
  readonly stdin: NodeJS.ReadableStream;
  readonly stdout: NodeJS.WritableStream;
  /**
   * Calls the listener each time the process gets the signal. Returns a function that removes the listener.
   * Without it, a stop or an end from outside may leave the screen as it is.
   */
  readonly onSignal?: (name: SignalName, listener: () => void) => () => void;
  /**
   * Stops the process group, as ctrl-z in a shell does: `process.kill(0, "SIGTSTP")`. Returns when the
   * process continues, or at once if there is no shell. Without it ctrl-z has no effect.
   */
  readonly suspend?: () => void;
  /**
   * Calls the listener with errors that were not caught, instead of ending the process. Returns a function
   * that removes the listener. Without it, an error outside of a frame or a key leaves the terminal as it is.
   */
  readonly onCrash?: (listener: (error: unknown) => void) => () => void;
}

/**
 * `SIGTSTP` restores the terminal, then the process stops. `SIGCONT` takes the terminal again. The others end
 * the explorer.
 */
type SignalName = "SIGTSTP" | "SIGCONT" | (typeof ENDING)[number];

/**
 * If Ink is the only listener of these signals, it ends the process before the terminal is restored. So the
 * display always listens, too.
 */
const ENDING = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** An error that was not caught and that ended the explorer. */
export class Crash extends Error {
  override readonly name = "Crash";

  constructor(cause: unknown) {
    super("an error was not caught", { cause });
  }
}

/** Milliseconds in which a stop signal arrives that another thread of the process gets. */
const STOPPING_MS = 30;

/**
 * The screen and the keys of a terminal, until it is closed. Ink lays out and draws; its frames go through
 * the terminal's line writer.
 */
export class Display implements Screen {
  /** Called with keys, all keys of one input at once. */
  onKeys: (keys: readonly Key[]) => void = () => undefined;
  /** Called with pasted text. */
  onPaste: (text: string) => void = () => undefined;
  /** Called with mouse actions on click targets. */
  onPoint: (action: PointerAction) => void = () => undefined;
  /** Called when everything must be drawn again, for example with another size. */
  onRedraw: () => void = () => undefined;
  /** Aborted when the terminal was closed, or with a `Crash` when an error was not caught. */
  readonly closed: AbortSignal;
  readonly #world: TerminalWorld;
  readonly #terminal: Terminal;
  readonly #ink: Instance;
  readonly #targets = new Targets();
  #fault: Fault | null = null;
  readonly #undo: (() => void)[] = [];
  /** Ink's function, from its first frame on. */
  #suspendTerminal: SuspendTerminal | null = null;
  /** True while a program has the terminal. */
  #lent = false;
  #stopListening: () => void = () => undefined;
  #wake: NodeJS.Timeout | undefined;

  constructor(world: TerminalWorld, { mouse }: { readonly mouse: boolean }) {
    const { stdin, stdout } = world;
    if (!(stdin instanceof ReadStream && stdout instanceof WriteStream)) {
      throw new TypeError("keys and screen must be a terminal");
    }
    this.#world = world;
    this.#terminal = new Terminal(stdin, stdout, { mouse });
    const closed = new AbortController();
    this.closed = closed.signal;
    this.#listen(stdin, "end", () => closed.abort());
    this.#listen(stdin, "error", () => closed.abort());
    this.#listen(stdout, "error", () => closed.abort());
    this.#listen(stdout, "resize", () => this.#redraw());
    this.#onSignal("SIGCONT", () => this.#resume());
    const notCrashed = world.onCrash?.((error) => closed.abort(new Crash(error)));
    if (notCrashed !== undefined) this.#undo.push(notCrashed);
    for (const name of ENDING)
      this.#onSignal(name, () => {
        if (name !== "SIGINT" || !this.#lent) closed.abort();
      });
    this.#listenToStops();
    this.#terminal.take();
    this.#ink = render(this.#live(null), {
      stdin,
      stdout: frames(stdout, (frame) => this.#terminal.show(frame)),
      // Ink writes each frame as a whole and at once. The explorer decides when a frame is drawn.
      debug: true,
      exitOnCtrlC: false,
      patchConsole: false,
      // Otherwise Ink would continue to read keys while a program has the terminal.
      interactive: true,
    });
  }

  get size(): { readonly columns: number; readonly rows: number } {
    return this.#terminal.size;
  }

  /**
   * Draws a screen.
   * @throws as its components.
   */
  show(screen: ReactElement): void {
    this.#fault = null;
    this.#ink.rerender(this.#live(screen));
    if (this.#fault !== null) throw (this.#fault as Fault).error;
  }

  /** True if clicks and the wheel are used. */
  set mouse(on: boolean) {
    this.#terminal.mouse = on;
  }

  /** Copies a text to the clipboard, if the terminal supports it. */
  copy(text: string): void {
    this.#terminal.copy(text);
  }

  /** Returns to the shell until the user comes back. */
  suspend(): void {
    if (this.#world.suspend === undefined) return;
    this.#terminal.restore();
    // A stop signal with a listener would not stop the process.
    this.#stopListening();
    this.#world.suspend();
    this.#wake = setTimeout(() => this.#resume(), STOPPING_MS);
  }

  /**
   * Lends the terminal to a program while the work runs, through Ink's `suspendTerminal()`. Meanwhile ctrl-c
   * and ctrl-z go to the program.
   */
  async lend(work: () => Promise<void>): Promise<void> {
    const suspendTerminal = this.#suspendTerminal;
    if (suspendTerminal === null) throw new Error("the terminal is lent before the first screen");
    this.#lent = true;
    this.#terminal.restore();
    this.#stopListening();
    this.#stopListening = () => undefined;
    try {
      await suspendTerminal(async () => {
        this.#terminal.stopReading();
        await work();
      });
    } finally {
      this.#lent = false;
      this.#listenToStops();
      if (!this.closed.aborted) this.#terminal.retake();
    }
    if (!this.closed.aborted) this.onRedraw();
  }

  /** Restores the terminal. */
  close(): void {
    clearTimeout(this.#wake);
    this.#terminal.restore();
    this.#ink.unmount();
    this.#stopListening();
    for (const undo of this.#undo) undo();
  }

  #live(screen: ReactElement | null): ReactElement {
    return (
      <Live
        listener={this}
        targets={this.#targets}
        onFault={(fault) => (this.#fault = fault)}
        onApp={({ suspendTerminal }) => (this.#suspendTerminal = suspendTerminal)}
      >
        {screen}
      </Live>
    );
  }

  #resume(): void {
    // The program that has the terminal was stopped and continues.
    if (this.#lent) return;
    clearTimeout(this.#wake);
    this.#stopListening();
    this.#listenToStops();
    this.#terminal.retake();
    this.onRedraw();
  }

  #redraw(): void {
    this.#terminal.forget();
    this.onRedraw();
  }

  #listenToStops(): void {
    this.#stopListening = this.#world.onSignal?.("SIGTSTP", () => this.suspend()) ?? (() => undefined);
  }

  #onSignal(name: SignalName, listener: () => void): void {
    const off = this.#world.onSignal?.(name, listener);
    if (off !== undefined) this.#undo.push(off);
  }

  #listen(stream: NodeJS.EventEmitter, event: string, listener: () => void): void {
    stream.on(event, listener);
    this.#undo.push(() => stream.off(event, listener));
  }
}

/** Returns the output for Ink: as wide as the terminal, and each write to it is a frame. */
function frames(stdout: WriteStream, show: (frame: string) => void): WriteStream {
  return new Proxy(stdout, {
    get: (target, name) => {
      if (name === "write") {
        return (frame: string, written?: () => void) => {
          // Ink writes an empty text to find out when everything is written.
          if (frame !== "") show(frame);
          written?.();
          return true;
        };
      }
      // Otherwise Ink would set modes of the terminal.
      if (name === "isTTY") return false;
      if (name === "on" || name === "off") return () => undefined;
      return Reflect.get(target, name, target);
    },
  });
}
