import type { Argv } from "yargs";
import type { PickImage } from "../image/choice.js";
import type { EarlyLayer } from "../image/early-layer.js";
import type { Image, Warning } from "../image/image.js";
import type { Limits } from "../source/limits.js";
import type { Printable } from "../text/escape.js";

/** The process, as an argument. */
export interface World {
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  readonly stdin: NodeJS.ReadableStream & { readonly isTTY?: boolean; readonly fd?: number };
  readonly stdout: NodeJS.WritableStream & { readonly isTTY?: boolean; readonly columns?: number };
  readonly stderr: NodeJS.WritableStream & { readonly isTTY?: boolean; readonly columns?: number };
  /** As `process.platform` and `process.arch` name them. */
  readonly platform: { readonly os: string; readonly arch: string };
  /** Of the effective user; absent on a system that has none. */
  readonly uid?: number;
  /** Calls the listener on ctrl-c, SIGTERM, SIGHUP; gives what takes it off again. */
  readonly onInterrupt?: (listener: () => void) => () => void;
  /** Calls the listener each time the process gets the signal; gives what takes it off again. */
  readonly onSignal?: (
    name: "SIGTSTP" | "SIGCONT" | "SIGINT" | "SIGTERM" | "SIGHUP",
    listener: () => void,
  ) => () => void;
  /** The terminal's keys where stdin is something else (`docker save x | layerx -`); `null` where there is no terminal. */
  readonly keyboard?: () => (World["stdin"] & { destroy(): void }) | null;
  /** Calls the listener with an uncaught error instead of ending the process; returns a function that removes the listener. */
  readonly onCrash?: (listener: (error: unknown) => void) => () => void;
  /** Milliseconds since 1970; the system's clock without. */
  readonly now?: () => number;
  /** Stops the process group, as ctrl-z does. */
  readonly suspend?: () => void;
}

/** 0 done, 1 a verdict (rule failed, nothing matched), 2 an error, 130 interrupted. */
export type ExitCode = 0 | 1 | 2 | 130;

/** What a command gets: the world, what all reading commands share, and ways to use it. */
export interface Context {
  readonly world: World;
  /** Aborted by ctrl-c, SIGTERM, SIGHUP, and when the reader of stdout is gone. */
  readonly signal: AbortSignal;
  /** Colours may be used on stdout (terminal, `NO_COLOR`, `FORCE_COLOR`, `--no-color`, `TERM=dumb` taken together). */
  readonly colour: boolean;
  /** Columns of the output; 80 where it is no terminal and `COLUMNS` does not say. */
  readonly columns: number;
  /** Opens the image that the arguments name, with progress on stderr; closed when the command ends. */
  open(source: string, options?: OpenSettings): Promise<Image>;
  /** An image as it was named, with the scheme that `--source` puts before it. @throws LayerxError `bad-usage` */
  sourceOf(argument: string): string;
  /** The repositories of a registry, or the tags of one repository, which is named with its host. */
  list(what: { readonly registry: string } | { readonly repository: string }): Promise<string[]>;
  /** Closes an image before the command ends, and forgets it: for a command that opens many. */
  release(image: Image): Promise<void>;
  /** A line of progress in words, on stderr, where that is a terminal; hidden again before anything else is written. */
  status(line: Printable): void;
  /** Progress on stderr, where that is a terminal; hidden again before anything else is written. By default of `reading`. */
  progress(doneBytes: number, totalBytes: number, phase?: string): void;
  /** Writes to stdout, by default a report, and waits where the reader is slow; what comes after the reader is gone is dropped. */
  write(chunk: string | Uint8Array, kind?: OutputKind): Promise<void>;
  /** Prints the warnings, of an image mostly, to stderr, escaped; each once. */
  warn(from: { readonly warnings: readonly Warning[] }): void;
  /** Prints a line to stderr: what was done, for people. */
  tell(line: Printable): void;
  /** Works while ctrl-c is left to a program that has the terminal; SIGTERM and SIGHUP still end the command. */
  uninterrupted(work: () => Promise<void>): Promise<void>;
}

/** For a caller that draws progress itself and can cancel. */
export interface OpenSettings {
  onProgress?(progress: ReadingProgress): void;
  /** Hears what the image is made of as soon as that is known, before its layers are read. */
  onLayers?(layers: readonly EarlyLayer[]): void;
  /** Asks the user which of several images is meant. */
  readonly pick?: PickImage;
  readonly signal?: AbortSignal;
  /** Contents of files will be read: a remote layer that was read once is not requested again. */
  readonly keepContent?: boolean;
  /** No exit code depends on the image, so the table of contents of a remote layer may be read in place of the layer. */
  readonly looking?: boolean;
  /** What counts in place of `--image` and `--platform` where those are about another image; as `undefined` too. */
  readonly choice?: {
    readonly platform?: string;
    readonly image?: string;
    /** The digest of one platform's manifest, or its ID; counts before the others. */
    readonly exactly?: string;
  };
  /** Limits for this image; they replace the limits of the options. */
  readonly limits?: Partial<Limits>;
}

export interface ReadingProgress {
  /** What is being done, in a word or two: `reading`, `verifying`. */
  readonly phase: string;
  readonly doneBytes: number;
  /** `null` where it is not known: on a pipe. */
  readonly totalBytes: number | null;
}

/** A sub-command: its declaration for `--help`, completion and the parser, and what it does. */
export interface Command<Args> {
  /** As yargs reads it: `tree <IMAGE> [PATH]`; in capitals, since `image` is the option `--image`. */
  readonly usage: string;
  readonly summary: string;
  /** The values of options, for completion, if an option also accepts other values or several ones. */
  readonly values?: Readonly<Record<string, readonly string[]>>;
  /** The command's own options; those that all reading commands share are added. An option given twice: the last counts. */
  options(argv: Argv): Argv<Args>;
  run(args: Args, context: Context): Promise<ExitCode>;
}
/** How a command's output is to be taken. */
export type OutputKind =
  /** A report: escaped where a runner would obey it. */
  | "report"
  /** The exact bytes of a file of the image: refused where a runner would obey them. */
  | "bytes"
  /** Bytes that are not for a log, such as a tar archive; or layerx's own commands for the runner. */
  | "exact";
