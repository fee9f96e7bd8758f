import type { Writable } from "node:stream";
import type { Argv } from "yargs";
import type { PickImage } from "../image/choice.js";
import type { EarlyLayer } from "../image/early-layer.js";
import type { Image, Warning } from "../image/image.js";
import type { Limits } from "../source/limits.js";
import type { KeepContent } from "../source/open.js";
import type { Printable } from "../text/escape.js";

/** The process, as an argument. */
export interface World {
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  readonly stdin: NodeJS.ReadableStream & { readonly isTTY?: boolean; readonly fd?: number };
  readonly stdout: NodeJS.WritableStream &
    Partial<Pick<Writable, "cork" | "uncork" | "writableLength">> & {
      readonly isTTY?: boolean;
      readonly columns?: number;
    };
  readonly stderr: NodeJS.WritableStream & { readonly isTTY?: boolean; readonly columns?: number };
  /** In the words of `process.platform` and `process.arch`. */
  readonly platform: { readonly os: string; readonly arch: string };
  /** The ID of the effective user; absent if the system has none. */
  readonly uid?: number;
  /** The ID of the process, for names of temporary files; 0 by default. */
  readonly pid?: number;
  /** Calls the listener on ctrl-c, SIGTERM and SIGHUP. Returns a function that removes the listener. */
  readonly onInterrupt?: (listener: () => void) => () => void;
  /**
   * Calls the listener each time the process gets the signal. Returns a function that removes the listener.
   */
  readonly onSignal?: (
    name: "SIGTSTP" | "SIGCONT" | "SIGINT" | "SIGTERM" | "SIGHUP",
    listener: () => void,
  ) => () => void;
  /**
   * Returns the terminal's keys if stdin is used for something else (`docker save x | layerx -`); `null` if
   * there is no terminal.
   */
  readonly keyboard?: () => (World["stdin"] & { destroy(): void }) | null;
  /** Calls the listener with an uncaught error instead of ending the process; returns a function that removes the listener. */
  readonly onCrash?: (listener: (error: unknown) => void) => () => void;
  /** Returns milliseconds since 1970; by default the system's clock. */
  readonly now?: () => number;
  /** Stops the process group, as ctrl-z does. */
  readonly suspend?: () => void;
}

/** 0: done. 1: a negative result (a rule failed, nothing matched). 2: an error. 130: interrupted. */
export type ExitCode = 0 | 1 | 2 | 130;

/** The argument of every command: the world, the shared options, and functions to use them. */
export interface Context {
  readonly world: World;
  /** Aborted by ctrl-c, SIGTERM, SIGHUP, and when the reader of stdout closes it. */
  readonly signal: AbortSignal;
  /**
   * True if stdout may have colours (depends on the terminal, `NO_COLOR`, `FORCE_COLOR`, `--no-color`,
   * `TERM=dumb`).
   */
  readonly colour: boolean;
  /** The columns of the output: of `COLUMNS`, or of the terminal, or 80. */
  readonly columns: number;
  /** Opens the image that the arguments name, with progress on stderr. It is closed when the command ends. */
  open(source: string, options?: OpenSettings): Promise<Image>;
  /**
   * Returns the name of an image, with the scheme of `--source` before it.
   * @throws LayerxError `bad-usage`
   */
  sourceOf(argument: string): string;
  /**
   * Returns the repositories of a registry, or the tags of one repository, whose name begins with its host.
   * A repository `inCatalogue` may have no list of tags.
   */
  list(
    what: { readonly registry: string } | { readonly repository: string; readonly inCatalogue: boolean },
  ): Promise<string[]>;
  /** Closes an image before the command ends. For a command that opens many. */
  release(image: Image): Promise<void>;
  /**
   * Shows a line of progress on stderr if that is a terminal. It is hidden before anything else is written.
   */
  status(line: Printable): void;
  /**
   * Shows progress on stderr if that is a terminal. It is hidden before anything else is written. The default
   * phase is `reading`.
   */
  progress(doneBytes: number, totalBytes: number, phase?: string): void;
  /**
   * Writes to stdout and waits if the reader is slow. By default the output is a report. Output after the
   * reader closed it is dropped.
   */
  write(chunk: string | Uint8Array, kind?: OutputKind): Promise<void>;
  /** Writes bytes that are not for a log, such as a tar archive, as `write` does. Their memory may change after this. */
  writeParts(parts: readonly Uint8Array[]): Promise<void>;
  /** Prints warnings to stderr, each once. */
  warn(from: { readonly warnings: readonly Warning[] }): void;
  /** Prints a line for people to stderr. */
  tell(line: Printable): void;
  /**
   * Runs a program that has the terminal. Ctrl-c goes only to that program; SIGTERM and SIGHUP still end the
   * command.
   */
  uninterrupted(work: () => Promise<void>): Promise<void>;
}

/** Options for opening an image. */
export interface OpenSettings {
  onProgress?(progress: ReadingProgress): void;
  /** Called with the layers of the image as soon as they are known, before they are read. */
  onLayers?(layers: readonly EarlyLayer[]): void;
  /** Lets the user select one of several images. */
  readonly pick?: PickImage;
  readonly signal?: AbortSignal;
  /**
   * True if contents of files will be read: a remote layer is then kept after it was read once, not requested
   * again. `of-engines`: only what an engine sends, because it would pack the whole image again.
   */
  readonly keepContent?: KeepContent;
  /**
   * True if no exit code depends on the image. Then the table of contents of a remote layer may be read
   * instead of the layer.
   */
  readonly looking?: boolean;
  /** Replaces `--image` and `--platform` if those are about another image, also with `undefined`. */
  readonly choice?: {
    readonly platform?: string;
    readonly image?: string;
    /** The digest of one platform's manifest, or its ID; it is used before the others. */
    readonly exactly?: string;
  };
  /** Limits for this image; they replace the limits of the options. */
  readonly limits?: Partial<Limits>;
}

export interface ReadingProgress {
  /** The current work in one or two words: `reading`, `verifying`. */
  readonly phase: string;
  readonly doneBytes: number;
  /** `null` if it is unknown, as for a pipe. */
  readonly totalBytes: number | null;
  /** True while a request to a registry waits for its next try. */
  readonly isRetryWait?: boolean;
}

/** A sub-command: its declaration for `--help`, completion and the parser, and its function. */
export interface Command<Args> {
  /**
   * The usage in yargs' form: `tree <IMAGE> [PATH]`. In capitals, because `image` is the option `--image`.
   */
  readonly usage: string;
  readonly summary: string;
  /** The values of options for completion, for options that also accept other values or several values. */
  readonly values?: Readonly<Record<string, readonly string[]>>;
  /**
   * Adds the command's own options. The shared options are added elsewhere. If an option is given twice, the
   * last value counts.
   */
  options(argv: Argv): Argv<Args>;
  run(args: Args, context: Context): Promise<ExitCode>;
}
/** The kind of a command's output. */
export type OutputKind =
  /** A report: commands of a pipeline's runner in it are escaped. */
  | "report"
  /** The exact bytes of a file of the image: refused if a runner would execute commands in them. */
  | "bytes"
  /** Commands of layerx for the runner. */
  | "exact";
