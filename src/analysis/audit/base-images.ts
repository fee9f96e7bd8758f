import { parseRfc3339 } from "../../text/rfc3339.js";
import type { AuditedImage } from "./line.js";
import { type SharedWaste, WasteByName } from "./shared-waste.js";
import type { BaseRow } from "./summary.js";

interface Built {
  oldest: string;
  newest: string;
}

/** Images and wasted bytes by base image, and when each base was built. */
export class BaseImages {
  readonly #groups = new WasteByName();
  readonly #built = new Map<string, Built>();

  /** @returns the name of the image's base */
  addImage(line: AuditedImage): string {
    const name = baseName(line);
    this.#groups.addImage(name);
    const day = dayOf(line.base?.created ?? null);
    if (day === null) return name;
    const built = this.#built.get(name);
    if (built === undefined) this.#built.set(name, { oldest: day, newest: day });
    else if (day < built.oldest) built.oldest = day;
    else if (day > built.newest) built.newest = day;
    return name;
  }

  addWaste(base: string, bytes: number): void {
    this.#groups.addWaste(base, bytes);
  }

  rows(waste: SharedWaste): BaseRow[] {
    return this.#groups.rows(waste).map((row) => {
      const { oldest, newest } = this.#built.get(row.name) ?? { oldest: null, newest: null };
      return { ...row, oldest, newest };
    });
  }
}

/**
 * Returns the name of the base image. If it has none, it is identified by its topmost layer, which all images
 * on it share.
 */
function baseName({ base, layers }: AuditedImage): string {
  if (base === null) return "(unknown)";
  const top = base.layers === null || base.layers === 0 ? undefined : layers[base.layers - 1];
  return base.name ?? base.digest ?? top?.diffId ?? "(unknown)";
}

/** Returns the day in UTC, `2026-11-29`. Such days can be sorted as text. */
function dayOf(created: string | null): string | null {
  const seconds = created === null ? null : parseRfc3339(created);
  return seconds === null ? null : (new Date(seconds * 1000).toISOString().split("T")[0] ?? null);
}
