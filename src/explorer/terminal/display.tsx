import { ReadStream, WriteStream } from "node:tty";
import { type Instance, render, type useApp } from "ink";
import type { ReactElement } from "react";
import type { PointerAction } from "../action.js";
import { Targets } from "../drawing/targets.js";
import type { Key } from "../keys/key-words.js";
import type { Fault } from "./faults.js";
import { type Listener, Live } from "./live.js";
import { Terminal } from "./terminal.js";

/** Where screens are drawn, and who hears what a user does there. */
export interface Screen extends Listener {
  readonly size: { readonly columns: number; readonly rows: number };
  /** Draws a screen. @throws what a component throws. */
  show(screen: ReactElement): void;
  /** Hears that everything is to be drawn again: the size may be another. */
  onRedraw(): void;
  /** Whether clicks and the wheel are heard. */
  set mouse(on: boolean);
  /** Puts a text into the clipboard, where the terminal lets it. */
  copy(text: string): void;
  /** Gives the terminal to the shell until the user comes back. */
  suspend(): void;
  /** Gives the terminal to a program while the work runs, and takes it back. */
  lend(work: () => Promise<void>): Promise<void>;
}

type SuspendTerminal = ReturnType<typeof useApp>["suspendTerminal"];

/** What the display needs of the process. */
export interface TerminalWorld {
  /** Where keys come from and where the screen is: both must be terminals. */
  readonly stdin: NodeJS.ReadableStream;
  readonly stdout: NodeJS.WritableStream;
  /**
   * Calls the listener whenever the process gets the signal; gives what takes it off again. Without it a stop or an
   * end from outside may leave the screen as it is.
   */
  readonly onSignal?: (name: SignalName, listener: () => void) => () => void;
  /**
   * Stops the process group, as ctrl-z in a shell does: `process.kill(0, "SIGTSTP")`. Comes back when it continues, or
   * at once where there is no shell to go back to. Without it ctrl-z does nothing.
   */
  readonly suspend?: () => void;
  /**
   * Calls the listener with errors that were not caught, instead of ending the process; returns what removes it. Without it
   * a mistake of our own outside of a frame or a key leaves the terminal as it is.
   */
  readonly onCrash?: (listener: (error: unknown) => void) => () => void;
}

/** `SIGTSTP`: the terminal is restored, then the process stops; `SIGCONT`: it is taken again; the others end it. */
type SignalName = "SIGTSTP" | "SIGCONT" | (typeof ENDING)[number];

/**
 * Ink ends a process that gets one of these and listens to it with nothing but Ink: before the terminal is given
 * back. So the display always listens, too.
 */
const ENDING = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** An error that was not caught ended the explorer. */
export class Crash extends Error {
  override readonly name = "Crash";

  constructor(cause: unknown) {
    super("an error was not caught", { cause });
  }
}

/** Long enough for a stop signal to arrive that another thread of the process gets. */
const STOPPING_MS = 30;

/**
 * The screen and the keys of a terminal, from the moment it is made until it is closed. Ink lays out and draws; its
 * frames go through the terminal's line writer.
 */
export class Display implements Screen {
  /** Hears of keys, all of a burst at once. */
  onKeys: (keys: readonly Key[]) => void = () => undefined;
  /** Hears of text that is pasted. */
  onPaste: (text: string) => void = () => undefined;
  /** Hears what the mouse does, where it points at something. */
  onPoint: (action: PointerAction) => void = () => undefined;
  /** Hears that everything is to be drawn again: the size may be another. */
  onRedraw: () => void = () => undefined;
  /** Aborted when the terminal is gone, or with a `Crash` when an error was not caught. */
  readonly gone: AbortSignal;
  readonly #world: TerminalWorld;
  readonly #terminal: Terminal;
  readonly #ink: Instance;
  readonly #targets = new Targets();
  #fault: Fault | null = null;
  readonly #undo: (() => void)[] = [];
  /** Of Ink, from its first frame on. */
  #suspendTerminal: SuspendTerminal | null = null;
  /** A program has the terminal. */
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
    const gone = new AbortController();
    this.gone = gone.signal;
    this.#listen(stdin, "end", () => gone.abort());
    this.#listen(stdin, "error", () => gone.abort());
    this.#listen(stdout, "error", () => gone.abort());
    this.#listen(stdout, "resize", () => this.#redraw());
    this.#onSignal("SIGCONT", () => this.#resume());
    const notCrashed = world.onCrash?.((error) => gone.abort(new Crash(error)));
    if (notCrashed !== undefined) this.#undo.push(notCrashed);
    for (const name of ENDING)
      this.#onSignal(name, () => {
        if (name !== "SIGINT" || !this.#lent) gone.abort();
      });
    this.#listenToStops();
    this.#terminal.take();
    this.#ink = render(this.#live(null), {
      stdin,
      stdout: frames(stdout, (frame) => this.#terminal.show(frame)),
      // Each frame as a whole, at once: when one is drawn is decided where keys are read.
      debug: true,
      exitOnCtrlC: false,
      patchConsole: false,
      // Else Ink does not stop reading keys while a program has the terminal.
      interactive: true,
    });
  }

  get size(): { readonly columns: number; readonly rows: number } {
    return this.#terminal.size;
  }

  /** Draws a screen. @throws what a component throws. */
  show(screen: ReactElement): void {
    this.#fault = null;
    this.#ink.rerender(this.#live(screen));
    if (this.#fault !== null) throw (this.#fault as Fault).error;
  }

  /** Whether clicks and the wheel are heard. */
  set mouse(on: boolean) {
    this.#terminal.mouse = on;
  }

  /** Puts a text into the clipboard, where the terminal lets it. */
  copy(text: string): void {
    this.#terminal.copy(text);
  }

  /** Gives the terminal to the shell until the user comes back. */
  suspend(): void {
    if (this.#world.suspend === undefined) return;
    this.#terminal.giveBack();
    // A stop that we listen to would not stop us.
    this.#stopListening();
    this.#world.suspend();
    this.#wake = setTimeout(() => this.#resume(), STOPPING_MS);
  }

  /**
   * Gives the terminal to a program while the work runs, through Ink's `suspendTerminal()`, and takes it back. Meanwhile ctrl-c and
   * ctrl-z belong to the program.
   */
  async lend(work: () => Promise<void>): Promise<void> {
    const suspendTerminal = this.#suspendTerminal;
    if (suspendTerminal === null) throw new Error("the terminal is lent before the first screen");
    this.#lent = true;
    this.#terminal.giveBack();
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
      if (!this.gone.aborted) this.#terminal.retake();
    }
    if (!this.gone.aborted) this.onRedraw();
  }

  /** Gives the terminal back as it was found. */
  close(): void {
    clearTimeout(this.#wake);
    this.#terminal.giveBack();
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

/** The output as Ink needs it: as wide as the terminal, and each write to it is a frame. */
function frames(stdout: WriteStream, show: (frame: string) => void): WriteStream {
  return new Proxy(stdout, {
    get: (target, name) => {
      if (name === "write") {
        return (frame: string, written?: () => void) => {
          // Ink writes nothing to hear that all is written.
          if (frame !== "") show(frame);
          written?.();
          return true;
        };
      }
      // Else Ink would set modes of the terminal in between.
      if (name === "isTTY") return false;
      if (name === "on" || name === "off") return () => undefined;
      return Reflect.get(target, name, target);
    },
  });
}
