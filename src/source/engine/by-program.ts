import { pipeline } from "node:stream/promises";
import { fail, LayerxError } from "../../errors.js";
import type { ImageFormat } from "../../image/image.js";
import { escapeText, type Printable } from "../../text/escape.js";
import type { NamedImage, NamedOptions, Reply } from "../named-source.js";
import { quoted } from "../registry/registry-message.js";
import type { Engine } from "./engine-image.js";
import { openKept, openPacked, type Packed, type Save } from "./packed.js";
import { outputOf, ProgramFailed } from "./program.js";

interface ByProgram {
  readonly engine: Pick<Engine, "title" | "next">;
  readonly format: ImageFormat;
  /** The name of the program and its image, for messages. */
  readonly where: Printable;
  /** Returns true if the program's last words say that there is no such image. */
  isAbsent(words: Printable): boolean;
  /** Returns the next step after these last words; `null` if it is not known. */
  nextStep?(words: Printable): string | null;
  readonly options: NamedOptions;
}

/** The calls of a program. */
export interface ProgramCalls {
  readonly program: string;
  /** The arguments that write the image as an archive. */
  readonly save: readonly string[];
  /** The arguments that print an ID of the image, which takes a moment. */
  readonly identify: readonly string[];
  /** Returns the ID in that output: a digest; `null` if the output has none. */
  idIn(output: string): string | null;
  /** Returns the calls to try after saving failed with these last words; `null` if there are none. */
  instead?(words: Printable): Promise<ProgramCalls | null>;
}

/** The maximum size of such an output in bytes. */
const MOST_ANSWER_BYTES = 64 * 1024;

/**
 * Reads the archive that a program writes to stdout. First the program prints the ID of the image, so that a
 * cached image is not packed again.
 * @throws LayerxError; the signal's reason
 */
export async function openByProgram(calls: ProgramCalls, named: NamedImage, by: ByProgram): Promise<Reply> {
  const { name, source } = named;
  const { engine, format, where, isAbsent, nextStep, options } = by;
  const image = quoted(name);
  const called = [calls.program, ...calls.save].join(" ");
  const failed = (words: Printable): never =>
    fail("engine-failed", {
      image,
      engine: engine.title,
      where,
      words,
      next: nextStep?.(words) ?? `run it by hand to see more: \`${quoted(called)}\``,
    });
  const packed: Packed = { input: image, source, format, references: null, failed };
  const save: Save = async (sink) => {
    const { network, signal } = options;
    network.trace?.(quoted(called));
    const endTurn = await network.packing?.take(signal);
    options.onProgress?.({ phase: `${format} is packing the image`, doneBytes: 0, totalBytes: null });
    try {
      await pipeline(outputOf(calls.program, calls.save, { env: network.env, signal }), sink);
    } finally {
      endTurn?.();
    }
  };
  try {
    const id = await identity(calls, options);
    // The key has the requested name and platform, because the archive depends on both.
    const key =
      id === null ? null : ["program", format, id, name, options.platform ?? "", options.image ?? ""];
    const kept = key === null ? null : await openKept(key, packed, { options, save });
    if (kept !== null) return { is: "image", image: kept };
    return { is: "image", image: await openPacked(packed, { key, options, save, bytes: 0 }) };
  } catch (error) {
    if (!(error instanceof ProgramFailed)) throw error;
    const other = (await calls.instead?.(error.words)) ?? null;
    if (other !== null) return openByProgram(other, named, by);
    if (!isAbsent(error.words)) {
      const how = error.code === null ? "it did not run to its end" : `it ended with exit code ${error.code}`;
      return failed(escapeText(error.words === "" ? how : `${how}: ${error.words}`));
    }
    const details = { engine: engine.title, image, where, words: "", next: engine.next.absent };
    return {
      is: "absent",
      why: escapeText(`${where} has no such image`),
      error: new LayerxError("engine-no-image", details, error),
    };
  }
}

/**
 * Returns the digest of the image from the program; `null` without a cache, or if the program does not print
 * it.
 */
async function identity(
  { program, identify, idIn }: ProgramCalls,
  options: NamedOptions,
): Promise<string | null> {
  if (options.cache?.keeps !== true) return null;
  // Saving the image reports why it cannot be read.
  const answer = await answerOf(program, identify, options);
  return answer === null ? null : idIn(answer);
}

/** Returns the short output of a program; `null` if the program fails. */
export async function answerOf(
  program: string,
  args: readonly string[],
  { network, signal }: NamedOptions,
): Promise<string | null> {
  network.trace?.(quoted([program, ...args].join(" ")));
  let answer = "";
  try {
    for await (const chunk of outputOf(program, args, { env: network.env, signal })) {
      answer += chunk.toString("latin1");
      if (answer.length > MOST_ANSWER_BYTES) return null;
    }
  } catch (error) {
    if (error instanceof ProgramFailed) return null;
    throw error;
  }
  return answer;
}

/** Returns an ID that is the whole output, with or without its algorithm. */
export function loneId(output: string): string | null {
  return /^(?:sha256:)?([0-9a-f]{64})\s*$/.exec(output)?.[1] ?? null;
}
