import { fail, LayerxError } from "../../errors.js";
import type { ImageFormat } from "../../image/image.js";
import { escapeText, type Printable } from "../../text/escape.js";
import { quoted } from "../registry/words.js";
import type { Engine } from "./engine-image.js";
import type { Asked, NamedOptions, Reply } from "./named-options.js";
import { openPacked } from "./packed.js";
import { outputOf, ProgramFailed } from "./program.js";

interface ByProgram {
  readonly engine: Pick<Engine, "title" | "next">;
  readonly format: ImageFormat;
  /** What was asked, for messages. */
  readonly where: Printable;
  /** True where the program's last words say that there is no such image. */
  isAbsent(words: Printable): boolean;
  readonly options: NamedOptions;
}

/**
 * Reads the archive that a program writes to its stdout.
 * @throws LayerxError; the signal's reason
 */
export async function openByProgram(
  { program, args }: { program: string; args: readonly string[] },
  { name, source }: Asked,
  { engine, format, where, isAbsent, options }: ByProgram,
): Promise<Reply> {
  const image = quoted(name);
  const called = [program, ...args].join(" ");
  const { network, signal } = options;
  const failed = (words: Printable): never =>
    fail("engine-failed", {
      image,
      engine: engine.title,
      where,
      words,
      next: `run it by hand to see more: \`${quoted(called)}\``,
    });
  network.trace?.(quoted(called));
  const endTurn = await network.packing?.take(signal);
  options.onProgress?.({ phase: `${format} is packing the image`, doneBytes: 0, totalBytes: null });
  try {
    const chunks = outputOf(program, args, { env: network.env, signal });
    const packed = { input: image, source, format, references: null, failed };
    return { is: "image", image: await openPacked(chunks, packed, { key: null, options }) };
  } catch (error) {
    if (!(error instanceof ProgramFailed)) throw error;
    if (!isAbsent(error.words)) {
      return failed(escapeText(`it ended with exit code ${error.code}: ${error.words}`));
    }
    const details = { engine: engine.title, image, where, words: "", next: engine.next.absent };
    return {
      is: "absent",
      why: escapeText(`${where} has no such image`),
      error: new LayerxError("engine-no-image", details, error),
    };
  } finally {
    endTurn?.();
  }
}
