import { fail } from "../../errors.js";
import { type DocumentForm, formOf, hasCommand, isRunnerLog, quiet } from "../../text/workflow-commands.js";
import type { OutputKind, World } from "../command-context.js";
import { fileOf } from "./stdout-file.js";

/** The maximum number of characters of a line that are kept until its end. */
const LONGEST_LINE = 1 << 20;
/** More characters than the name of a command has. */
const KEPT = 64;

/**
 * Removes commands of a pipeline's runner from output that goes to its log. Output into a regular file does
 * not go to a log, so exact bytes stay unchanged there. Lines are kept until they end, because a command may
 * be split between two chunks.
 */
export class LogGuard {
  #form: DocumentForm | null = null;
  #pending = "";
  #tail = "\n";
  readonly #toFile: boolean;

  private constructor(toFile: boolean) {
    this.#toFile = toFile;
  }

  /** @returns `null` outside of such pipelines. */
  static of({ env, stdout }: World): LogGuard | null {
    return isRunnerLog(env) ? new LogGuard(fileOf(stdout) !== null) : null;
  }

  /**
   * Returns the part of the output that may be written now.
   * @throws LayerxError `log-command` for exact bytes in which the runner would find a command.
   */
  passed(chunk: string | Uint8Array, kind: OutputKind): string | Uint8Array {
    if (kind === "exact") return chunk;
    if (kind === "bytes") return this.#checked(chunk);
    if (typeof chunk !== "string" && this.#toFile) return chunk;
    const text = this.#pending + (typeof chunk === "string" ? chunk : Buffer.from(chunk).toString("utf8"));
    this.#form ??= formOf(text);
    const end = text.length > LONGEST_LINE ? text.length - KEPT : text.lastIndexOf("\n") + 1;
    this.#pending = text.slice(end);
    return quiet(text.slice(0, end), this.#form);
  }

  /** Returns the output that was kept. */
  rest(): string {
    const pending = this.#pending;
    this.#pending = "";
    return pending === "" ? "" : quiet(pending, this.#form ?? "text");
  }

  #checked(chunk: string | Uint8Array): string | Uint8Array {
    if (this.#toFile) return chunk;
    const bytes = typeof chunk === "string" ? chunk : Buffer.from(chunk).toString("latin1");
    // Includes the text before it, because a command may be split between two chunks.
    const text = this.#tail + bytes;
    if (hasCommand(text)) fail("log-command");
    const line = text.slice(Math.max(text.lastIndexOf("\n"), 0));
    this.#tail = line.length > KEPT ? `_${line.slice(-KEPT)}` : line;
    return chunk;
  }
}

/** Returns text for stderr. In a pipeline whose runner also reads stderr, it contains no commands. */
export function logText(text: string, env: World["env"]): string {
  return isRunnerLog(env) ? quiet(text, "text") : text;
}
