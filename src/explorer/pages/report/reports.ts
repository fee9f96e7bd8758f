import type { Analysis } from "../../../analysis/analyze.js";
import type { DeadCopy } from "../../../analysis/waste/waste.js";
import type { Printable } from "../../../text/escape.js";

/** A form of the report on an image. */
export interface ReportFormat {
  /** As `layerx inspect --format` takes it. */
  readonly name: string;
  /** What the names of its files end in, without the dot. */
  readonly ending: string;
}

/** Reports that the caller of the explorer writes: the explorer itself has no format of them. */
export interface Reports {
  /** At least one; the first is the one that is proposed. */
  readonly formats: readonly ReportFormat[];
  /**
   * Writes the report that `layerx inspect` prints in this form: as a whole, or not at all.
   * @throws LayerxError where it cannot be written; the signal's reason.
   */
  save(order: ReportOrder): Promise<SavedReport>;
}

/** What is to be written, and where. */
interface ReportOrder {
  readonly analysis: Analysis;
  /** The wasted copies, if they are known already. */
  readonly copies: readonly DeadCopy[] | null;
  readonly format: ReportFormat;
  /** As it was typed; a relative path starts from the working directory. */
  readonly to: string;
  /** What is there may be replaced. */
  readonly replace: boolean;
  readonly signal: AbortSignal;
}

type SavedReport =
  | { readonly is: "saved"; readonly path: Printable; readonly bytes: number }
  /** There is something already that may not be replaced. */
  | { readonly is: "in the way"; readonly why: Printable };

/** The form that a file's name asks for by its ending; `null` where no form has it. */
export function formatOf(name: string, formats: readonly ReportFormat[]): ReportFormat | null {
  const ending = /[^/]\.([^./]+)$/.exec(name.trim())?.[1].toLowerCase();
  return formats.find((format) => format.ending === ending) ?? null;
}

/** The endings that there are, for a sentence: `.md, .json or .txt`. */
export function endingsText(formats: readonly ReportFormat[]): string {
  const endings = formats.map(({ ending }) => `.${ending}`);
  return [endings.slice(0, -1).join(", "), ...endings.slice(-1)].filter((part) => part !== "").join(" or ");
}
