import { fstatSync } from "node:fs";
import { fail, isSystemError } from "../../errors.js";
import { type DocumentForm, formOf, hasCommand, isObeyed, quiet } from "../../text/workflow-commands.js";
import type { OutputKind, World } from "../command-context.js";

/** A line longer than this is not held back until its end. */
const LONGEST_LINE = 1 << 20;
/** More characters than a command's name has. */
const KEPT = 64;

/**
 * The one place where output that goes to a pipeline's log loses what the runner would obey. Output into a regular file goes
 * to no log: exact bytes stay exact there. Lines are held back until they end, since a command may come in two pieces.
 */
export class LogGuard {
  #form: DocumentForm | null = null;
  #held = "";
  #tail = "\n";
  readonly #toFile: boolean;

  private constructor(toFile: boolean) {
    this.#toFile = toFile;
  }

  /** @returns `null` outside of such pipelines. */
  static of({ env, stdout }: World): LogGuard | null {
    return isObeyed(env) ? new LogGuard(isFile(stdout)) : null;
  }

  /**
   * What of a chunk may be written now.
   * @throws LayerxError `log-command` for exact bytes that the runner would obey.
   */
  passed(chunk: string | Uint8Array, kind: OutputKind): string | Uint8Array {
    if (kind === "exact") return chunk;
    if (kind === "bytes") return this.#checked(chunk);
    if (typeof chunk !== "string" && this.#toFile) return chunk;
    const text = this.#held + (typeof chunk === "string" ? chunk : Buffer.from(chunk).toString("utf8"));
    this.#form ??= formOf(text);
    const end = text.length > LONGEST_LINE ? text.length - KEPT : text.lastIndexOf("\n") + 1;
    this.#held = text.slice(end);
    return quiet(text.slice(0, end), this.#form);
  }

  /** What was held back. */
  rest(): string {
    const held = this.#held;
    this.#held = "";
    return held === "" ? "" : quiet(held, this.#form ?? "text");
  }

  #checked(chunk: string | Uint8Array): string | Uint8Array {
    if (this.#toFile) return chunk;
    const bytes = typeof chunk === "string" ? chunk : Buffer.from(chunk).toString("latin1");
    // With some text before it, because a command may arrive in two pieces.
    const text = this.#tail + bytes;
    if (hasCommand(text)) fail("log-command");
    const line = text.slice(Math.max(text.lastIndexOf("\n"), 0));
    this.#tail = line.length > KEPT ? `_${line.slice(-KEPT)}` : line;
    return chunk;
  }
}

function isFile(stream: World["stdout"]): boolean {
  const fd = "fd" in stream ? stream.fd : undefined;
  if (typeof fd !== "number") return false;
  try {
    return fstatSync(fd).isFile();
  } catch (error) {
    if (isSystemError(error)) return false;
    throw error;
  }
}
