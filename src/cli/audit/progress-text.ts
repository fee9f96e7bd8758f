import type { AuditLine } from "../../analysis/audit/line.js";
import { humanSize } from "../../text/bytes.js";
import { counted } from "../../text/count.js";

/** The number of hexadecimal digits of a digest that are compared. They are enough for a progress message. */
const DIGITS = 16;

/** Counts bytes of layers that an earlier image also has, so that they were not read again. */
export class SharedBytes {
  readonly #seen = new Set<string>();
  saved = 0;

  add(line: AuditLine): void {
    if (line.error !== null) return;
    for (const { diffId, size } of line.layers) {
      const key = diffId?.replace(/^\w+:/, "").slice(0, DIGITS);
      if (key === undefined) continue;
      if (this.#seen.has(key)) this.saved += size ?? 0;
      else this.#seen.add(key);
    }
  }
}

export interface AuditProgress {
  readonly done: number;
  readonly failed: number;
  readonly total: number;
  /** Bytes, from `SharedBytes`. */
  readonly saved: number;
  /** Milliseconds since the first image. */
  readonly milliseconds: number;
}

/**
 * Returns the line of progress: finished and failed images, bytes of shared layers that were read once, and
 * the remaining time.
 */
export function progressText({ done, failed, total, saved, milliseconds }: AuditProgress): string {
  const parts = [
    doneText({ done, total }),
    `${failed.toLocaleString("en")} failed`,
    ...(saved > 0 ? [`${humanSize(saved)} of shared layers saved`] : []),
    ...(done > 0 ? [`about ${timeText((milliseconds / done) * (total - done))} left`] : []),
  ];
  return parts.join(", ");
}

/** Returns the progress while an image has to wait for a registry. */
export function retryWaitText(progress: AuditProgress, why: string): string {
  return `${doneText(progress)}; ${why}`;
}

function doneText({ done, total }: Pick<AuditProgress, "done" | "total">): string {
  return `audit: ${done.toLocaleString("en")} of ${counted(total, "image")} done`;
}

function timeText(milliseconds: number): string {
  const seconds = Math.ceil(milliseconds / 1000);
  if (seconds < 60) return `${seconds}s`;
  const minutes = Math.ceil(seconds / 60);
  return minutes < 60 ? `${minutes}m` : `${Math.floor(minutes / 60)}h ${minutes % 60}m`;
}
