import type { AuditLine } from "../../analysis/audit/line.js";
import { humanSize } from "../../text/bytes.js";
import { counted } from "../../text/count.js";

/** Hexadecimal digits of a digest. They distinguish layers well enough for a progress message. */
const DIGITS = 16;

/** Bytes of layers that an earlier image has, too, so that they were not read again. */
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
  /** Bytes of `SharedBytes`. */
  readonly saved: number;
  /** Since the first image. */
  readonly milliseconds: number;
}

/** The line of progress: images done and failed, shared bytes that were read once, and the time left. */
export function progressText({ done, failed, total, saved, milliseconds }: AuditProgress): string {
  const parts = [
    `audit: ${done.toLocaleString("en")} of ${counted(total, "image")} done`,
    `${failed.toLocaleString("en")} failed`,
    ...(saved > 0 ? [`${humanSize(saved)} of shared layers saved`] : []),
    ...(done > 0 ? [`about ${timeText((milliseconds / done) * (total - done))} left`] : []),
  ];
  return parts.join(", ");
}

function timeText(milliseconds: number): string {
  const seconds = Math.ceil(milliseconds / 1000);
  if (seconds < 60) return `${seconds}s`;
  const minutes = Math.ceil(seconds / 60);
  return minutes < 60 ? `${minutes}m` : `${Math.floor(minutes / 60)}h ${minutes % 60}m`;
}
