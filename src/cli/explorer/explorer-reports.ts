import { lstat } from "node:fs/promises";
import { resolve } from "node:path";
import { fail, isSystemError } from "../../errors.js";
import type { Reports } from "../../explorer/pages/report/reports.js";
import { checkOutputs } from "../../extract/same-file.js";
import { IMAGE_FORMATS } from "../../report/image/formats.js";
import { escapePath, escapeText, type Printable, rawPath } from "../../text/escape.js";
import { IS_FOLDER, writeFault } from "../../text/system-words.js";
import type { Context, World } from "../command-context.js";
import type { BaseArgs } from "../gate/base-options.js";
import { findingsOn } from "../images/image-findings.js";
import { writeNew, writeWhole } from "../output/report-file.js";

// The same width as stdout has without a terminal.
const FILE_PAPER = { colour: false, columns: 80 };

/** Returns the reports that the explorer can save: the output of `inspect` with these arguments, in files. */
export function explorerReports(
  args: BaseArgs,
  context: Pick<Context, "open"> & { readonly world: Pick<World, "cwd" | "stdin"> },
): Reports {
  return {
    formats: IMAGE_FORMATS,
    save: async ({ analysis, copies, format: { ending }, to, replace, signal }) => {
      const path = resolve(context.world.cwd, to);
      const shown = escapePath(rawPath(path));
      if ((await isThere(path, shown)) && !replace) return inTheWay(shown);
      await checkOutputs([path], inputsOf(analysis.image.source, args), context.world);
      const findings = await findingsOn(analysis, {
        args,
        duplicates: false,
        contents: analysis.image.format !== "registry",
        copies,
        signal,
        // Progress on stderr would be drawn over the screen.
        open: (source, options) => context.open(source, { ...options, signal, onProgress: () => undefined }),
      });
      const format = IMAGE_FORMATS.find((one) => one.ending === ending) ?? IMAGE_FORMATS[0];
      const text = await format.write(findings, FILE_PAPER);
      signal.throwIfAborted();
      try {
        await (replace ? writeWhole(path, text) : writeNew(path, text));
      } catch (error) {
        if (isSystemError(error) && error.code === "EEXIST") return inTheWay(shown);
        fail("file-not-written", { path: shown, ...writeFault(error) }, error);
      }
      return { is: "saved", path: shown, bytes: Buffer.byteLength(text) };
    },
  };
}

/** Returns the inputs of the explorer: the image, and the base image if the user named one. */
function inputsOf(source: string, { base }: BaseArgs) {
  const named = base === undefined || base === "auto" ? [] : [{ path: base, what: "the base image" }];
  return [{ path: source, what: "the image" }, ...named];
}

function inTheWay(path: Printable) {
  return { is: "in the way", why: escapeText(`${path} already exists`) } as const;
}

/** @throws LayerxError `file-not-written` for a folder, because a report cannot replace it. */
async function isThere(path: string, shown: Printable): Promise<boolean> {
  try {
    if (!(await lstat(path)).isDirectory()) return true;
  } catch (error) {
    if (isSystemError(error) && error.code === "ENOENT") return false;
    fail("file-not-written", { path: shown, ...writeFault(error) }, error);
  }
  return fail("file-not-written", { path: shown, ...IS_FOLDER });
}
