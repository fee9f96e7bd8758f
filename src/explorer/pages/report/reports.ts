import type { Analysis } from "../../../analysis/analyze.js";
import type { WastedCopy } from "../../../analysis/waste/causes.js";
import type { Printable } from "../../../text/escape.js";

/** A format of the report on an image. */
export interface ReportFormat {
  /** The name for `layerx inspect --format`. */
  readonly name: string;
  /** The extension of its files, without the dot. */
  readonly ending: string;
}

/** The reports of the explorer. The caller writes them, because the explorer has no formats of its own. */
export interface Reports {
  /** At least one format. The first one is the default. */
  readonly formats: readonly ReportFormat[];
  /**
   * Writes the report of `layerx inspect` in this format, as a whole or not at all.
   * @throws LayerxError if it cannot be written; the signal's reason.
   */
  save(order: ReportOrder): Promise<SavedReport>;
}

/** The report to write, and its target. */
interface ReportOrder {
  readonly analysis: Analysis;
  /** The wasted copies, if they are known already. */
  readonly copies: readonly WastedCopy[] | null;
  readonly format: ReportFormat;
  /** The target as the user typed it. A relative path starts from the working directory. */
  readonly to: string;
  /** True if an existing file may be replaced. */
  readonly replace: boolean;
  readonly signal: AbortSignal;
}

type SavedReport =
  | { readonly is: "saved"; readonly path: Printable; readonly bytes: number }
  /** A file exists that may not be replaced. */
  | { readonly is: "in the way"; readonly why: Printable };

/** Returns the format for a file's extension; `null` if there is none. */
export function formatOf(name: string, formats: readonly ReportFormat[]): ReportFormat | null {
  const ending = /[^/]\.([^./]+)$/.exec(name.trim())?.[1].toLowerCase();
  return formats.find((format) => format.ending === ending) ?? null;
}

/** Returns the extensions for a sentence: `.md, .json or .txt`. */
export function endingsText(formats: readonly ReportFormat[]): string {
  const endings = formats.map(({ ending }) => `.${ending}`);
  return [endings.slice(0, -1).join(", "), ...endings.slice(-1)].filter((part) => part !== "").join(" or ");
}
