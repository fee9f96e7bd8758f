import type { AuditedImage } from "./line.js";
import type { ChangeRow } from "./summary.js";

const CHANGES = 10;
const SOURCES = 3;

interface Change {
  readonly of: Omit<ChangeRow, "bytes" | "images" | "sources" | "paths">;
  /** Bytes by what makes a finding the same in two images. */
  readonly once: Map<string, number>;
  readonly sources: Set<string>;
  paths: readonly string[];
}

/** What could be changed, and what that saves: findings and leftovers with the same instructions and advice are one change. */
export class ChangeTally {
  readonly changes = new Map<string, Change>();

  /** @param ids what names each layer in all images */
  add(line: AuditedImage, ids: readonly string[]): void {
    const instruction = (layer: number) => line.layers[layer]?.createdBy ?? "";
    for (const { cause, layer, endedBy, copies, ...finding } of line.findings) {
      if (finding.inevitable) continue;
      const { advice, adviceSource, paths, bytes } = finding;
      const told = [instruction(layer), instruction(endedBy)];
      const of = { kind: cause, instruction: told[0], endedBy: told[1], advice, adviceSource };
      this.#add(line.source, of, { same: [ids[layer], ids[endedBy], copies, paths[0] ?? ""], bytes, paths });
    }
    for (const { kind, layer, files, ...leftover } of line.leftovers) {
      const { advice, adviceSource, paths, bytes } = leftover;
      const of = { kind, instruction: instruction(layer), endedBy: null, advice, adviceSource };
      this.#add(line.source, of, { same: [ids[layer], files, paths[0] ?? ""], bytes, paths });
    }
  }

  #add(
    source: string,
    of: Change["of"],
    { same, bytes, paths }: { same: unknown; bytes: number; paths: readonly string[] },
  ): void {
    const name = JSON.stringify(Object.values(of));
    const change = this.changes.get(name) ?? { of, once: new Map(), sources: new Set(), paths };
    this.changes.set(name, change);
    const key = JSON.stringify(same);
    change.once.set(key, Math.max(bytes, change.once.get(key) ?? 0));
    change.sources.add(source);
    if (JSON.stringify(paths) < JSON.stringify(change.paths)) change.paths = paths;
  }
}

/** The changes that save most. */
export function changesOf({ changes }: ChangeTally): ChangeRow[] {
  return [...changes]
    .map(([name, change]) => ({ name, change, bytes: [...change.once.values()].reduce((a, b) => a + b, 0) }))
    .sort(
      (a, b) =>
        b.bytes - a.bytes || b.change.sources.size - a.change.sources.size || (a.name < b.name ? -1 : 1),
    )
    .slice(0, CHANGES)
    .map(({ change: { of, sources, paths }, bytes }) => ({
      kind: of.kind,
      bytes,
      images: sources.size,
      sources: [...sources].sort().slice(0, SOURCES),
      instruction: of.instruction,
      endedBy: of.endedBy,
      advice: of.advice,
      adviceSource: of.adviceSource,
      paths,
    }));
}
