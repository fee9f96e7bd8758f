import { type CompareOptions, compareImages } from "../../analysis/diff/compare-images.js";
import type { Image } from "../../image/image.js";
import { sourceName } from "../../image/source-name.js";
import { comparedState } from "../comparison/compared-state.js";
import { comparedSubject } from "../comparison/compared-subject.js";
import { withProgress } from "../opening/with-progress.js";
import { DEFAULT_SETTINGS } from "../settings.js";
import { explore } from "./explore.js";
import { analysed, type ExplorerWorld, inTerminal, type OpenImage, type Tools } from "./in-terminal.js";

export interface ComparisonOptions extends ExplorerWorld {
  /** The old image. */
  readonly a: { readonly source: string; readonly open: OpenImage };
  /** The new image. */
  readonly b: { readonly source: string; readonly open: OpenImage };
  /**
   * Returns the layers after which they are compared; by default the last ones.
   * @throws if one of them does not exist
   */
  layers?(a: Image, b: Image): CompareOptions["upTo"];
  /** The excluded paths, and if times are compared. */
  readonly compared?: Pick<CompareOptions, "exclude" | "times">;
}

/**
 * Opens two images, compares them, and shows the differences until the user quits. Otherwise it works like
 * `openExplorer`.
 * @returns 0 when the user quit; 130 when opening was cancelled, a signal ended it, or the terminal was
 * closed.
 * @throws as opening, reading or comparing, after the terminal was restored.
 */
export function openComparison(options: ComparisonOptions): Promise<0 | 130> {
  const { settings = DEFAULT_SETTINGS } = options;
  return inTerminal(options, async (tools) => {
    const subject = await comparedImages(options, tools);
    if (subject === null) return 130;
    const state = comparedState(subject, tools.display.size, settings);
    const ended = await explore(state, { ...tools, reports: null });
    return ended.is === "closed" ? 130 : 0;
  });
}

async function comparedImages({ a, b, layers, compared }: ComparisonOptions, tools: Tools) {
  const before = await withProgress({ ...tools, source: sourceName(a.source) }, (wait) =>
    analysed(a.open, wait),
  );
  if (before === null) return null;
  return withProgress({ ...tools, source: sourceName(b.source) }, async (wait) => {
    const after = await analysed(b.open, wait);
    wait.onProgress({ phase: "comparing", doneBytes: 0, totalBytes: null });
    const upTo = layers?.(before.image, after.image);
    return comparedSubject(await compareImages(before, after, { ...compared, upTo, signal: wait.signal }));
  });
}
