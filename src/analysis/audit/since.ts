import type { AuditSummary, ImageRow } from "./summary.js";

/** The images that got worse since an earlier audit. Images are compared by name. */
export interface AuditSince {
  /** The most new wasted bytes first, then the most new bytes, then by name. */
  readonly worse: readonly WorseImage[];
  /** The names of images that were read before and cannot be read now, sorted. */
  readonly lost: readonly string[];
  readonly newImages: number;
  readonly goneImages: number;
  readonly wastedBytes: { readonly before: number; readonly after: number };
  readonly stored: { readonly before: number; readonly after: number };
}

export interface WorseImage {
  readonly source: string;
  readonly size: { readonly before: number; readonly after: number };
  readonly wastedBytes: { readonly before: number; readonly after: number };
  /** True if its rules passed before and fail now. */
  readonly failsNow: boolean;
}

/** Compares two audits. */
export function auditSince(before: AuditSummary, after: AuditSummary): AuditSince {
  const earlier = new Map(before.byImage.map((image) => [image.source, image]));
  const known = new Set([...earlier.keys(), ...before.failures.map(({ source }) => source)]);
  const names = [...after.byImage, ...after.failures].map(({ source }) => source);
  const current = new Set(names);
  return {
    worse: after.byImage
      .flatMap((image) => {
        const old = earlier.get(image.source);
        return old === undefined ? [] : [compared(old, image)];
      })
      .filter(
        ({ size, wastedBytes, failsNow }) =>
          failsNow || size.after > size.before || wastedBytes.after > wastedBytes.before,
      )
      .sort(
        (a, b) =>
          growth(b.wastedBytes) - growth(a.wastedBytes) ||
          growth(b.size) - growth(a.size) ||
          (a.source < b.source ? -1 : 1),
      ),
    lost: after.failures.map(({ source }) => source).filter((source) => earlier.has(source)),
    newImages: names.filter((source) => !known.has(source)).length,
    goneImages: [...known].filter((source) => !current.has(source)).length,
    wastedBytes: { before: before.waste.wastedOnce, after: after.waste.wastedOnce },
    stored: { before: before.bytes.stored, after: after.bytes.stored },
  };
}

function compared(old: ImageRow, image: ImageRow): WorseImage {
  return {
    source: image.source,
    size: { before: old.size, after: image.size },
    wastedBytes: { before: old.wastedBytes, after: image.wastedBytes },
    failsNow: old.pass === true && image.pass === false,
  };
}

function growth({ before, after }: { readonly before: number; readonly after: number }): number {
  return after - before;
}
