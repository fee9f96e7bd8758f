import type { Analysis } from "../../analysis/analyze.js";
import { LayerxError } from "../../errors.js";
import { extract } from "../../extract/extract.js";
import { NOTHING_WRITTEN, type Written, writtenText } from "../../extract/extract-text.js";
import { planExtract } from "../../extract/plan.js";
import { keepImage } from "../../extract/same-file.js";
import { findTarget } from "../../extract/target.js";
import { escapeText } from "../../text/escape.js";
import type { News, SaveJob } from "./job.js";

interface SaveOptions {
  /** The folder from which a relative target starts. */
  readonly cwd: string;
  readonly signal: AbortSignal;
  tell(news: News): void;
}

/** Milliseconds between two progress messages, because writing is more important. */
const PROGRESS_MS = 60;

/**
 * Saves a path of the image to the disk, by the rules of `layerx extract`; without `overwrite` nothing is
 * replaced.
 * @throws as `extract`, except if files exist already: then the job sends `in the way`.
 */
export async function save({ tree, image }: Analysis, job: SaveJob, options: SaveOptions): Promise<void> {
  const { node, rootfs, to, overwrite } = job;
  const { cwd, signal, tell } = options;
  const target = findTarget(to, { cwd, name: node === 0 ? null : tree.name(node) });
  const plan = planExtract({ tree, rootfs, node }, { target });
  // The file of standard input is not known here, so it is not checked.
  if (overwrite) await keepImage(plan, image.source, { cwd, stdin: {} });
  let lastProgress = performance.now();
  const onProgress = (written: Written) => {
    if (performance.now() - lastProgress < PROGRESS_MS) return;
    lastProgress = performance.now();
    const progress = {
      written: escapeText(writtenText(written)),
      bytes: written.bytes,
      totalBytes: plan.bytes,
    };
    tell({ of: "saving", progress });
  };
  try {
    const written = await extract(plan, { layers: image.layers, overwrite, signal, onProgress });
    const warnings = plan.warnings.map(({ message }) => escapeText(message));
    tell({
      of: "saved",
      said: escapeText(`${writtenText(written ?? NOTHING_WRITTEN)} to ${target.shown}`),
      warnings,
    });
  } catch (error) {
    if (!(error instanceof LayerxError) || error.code !== "target-exists") throw error;
    tell({ of: "in the way", why: escapeText(error.why) });
  }
}
