import { ChangeTally, changesOf } from "./changes.js";
import { byWaste, GroupTally, type Owned } from "./groups.js";
import type { AuditedImage, AuditLine } from "./line.js";
import type { AuditSummary, ImageRow, LayerRow } from "./summary.js";

const SHARED_LAYERS = 20;
const NO_REPOSITORY = "(no repository)";

interface SeenLayer {
  size: number;
  images: number;
  createdBy: string;
}

/**
 * Adds up the lines of an audit, one line an image. The sum does not depend on the order of the lines: all of it is
 * counts, sets, sums of whole numbers, greatest and smallest values.
 */
export class AuditMerge {
  readonly #label: string | null;
  readonly #images: ImageRow[] = [];
  readonly #failures: AuditSummary["failures"][number][] = [];
  readonly #layers = new Map<string, SeenLayer>();
  readonly #all = new GroupTally();
  readonly #teams = new Map<string, GroupTally>();
  readonly #causes = new Map<string, GroupTally>();
  readonly #instructions = new Map<string, GroupTally>();
  readonly #bases = new Map<string, GroupTally>();
  readonly #changes = new ChangeTally();

  /** @param options `label`: the label that names the team of an image; `null`: the path of its repository does. */
  constructor({ label }: { readonly label: string | null }) {
    this.#label = label;
  }

  add(line: AuditLine): void {
    if (line.error !== null) {
      this.#failures.push({ source: line.source, code: line.error.code, what: line.error.what });
      return;
    }
    const ids = line.layers.map((layer, index) => layer.diffId ?? layer.digest ?? `${line.source} ${index}`);
    const { size, wastedBytes, efficiency } = line.sizes;
    const team = this.#teamOf(line);
    const base = baseName(line);
    this.#images.push({
      source: line.source,
      team,
      base,
      size,
      wastedBytes,
      efficiency,
      pass: line.gate.pass,
    });
    this.#addLayers(line, ids);
    this.#addWaste(line, ids, { team, base });
    this.#changes.add(line, ids);
  }

  summary(): AuditSummary {
    const images = [...this.#images].sort(
      (a, b) => b.wastedBytes - a.wastedBytes || order(a.source, b.source),
    );
    const judged = (pass: boolean | null) => images.filter((image) => image.pass === pass).length;
    return {
      images: {
        total: images.length + this.#failures.length,
        read: images.length,
        failed: this.#failures.length,
        rulesPassed: judged(true),
        rulesFailed: judged(false),
        unchecked: judged(null),
      },
      bytes: {
        sum: images.reduce((sum, { size }) => sum + size, 0),
        stored: [...this.#layers.values()].reduce((sum, { size }) => sum + size, 0),
        layers: this.#layers.size,
      },
      waste: { wastedBytes: this.#all.wastedBytes, wastedOnce: this.#all.wastedOnce },
      byImage: images,
      byTeam: byWaste(this.#teams),
      byCause: byWaste(this.#causes),
      byInstruction: byWaste(this.#instructions),
      byBase: byWaste(this.#bases),
      changes: changesOf(this.#changes),
      sharedLayers: this.#shared(),
      failures: [...this.#failures].sort((a, b) => order(a.source, b.source)),
    };
  }

  #teamOf({ labels, repository }: AuditedImage): string {
    if (this.#label !== null) {
      return Object.hasOwn(labels, this.#label) ? labels[this.#label] : `(no label ${this.#label})`;
    }
    if (repository === null) return NO_REPOSITORY;
    const slash = repository.lastIndexOf("/");
    return slash < 0 ? repository : repository.slice(0, slash);
  }

  #addLayers(line: AuditedImage, ids: readonly string[]): void {
    for (const id of new Set(ids)) {
      const { size, createdBy } = line.layers[ids.indexOf(id)];
      const seen = this.#layers.get(id);
      if (seen === undefined) this.#layers.set(id, { size: size ?? 0, images: 1, createdBy });
      else {
        seen.images++;
        seen.size = Math.max(seen.size, size ?? 0);
        if (createdBy < seen.createdBy) seen.createdBy = createdBy;
      }
    }
  }

  #addWaste(
    line: AuditedImage,
    ids: readonly string[],
    { team, base }: Pick<ImageRow, "team" | "base">,
  ): void {
    const tallies = [this.#all, tallyOf(this.#teams, team), tallyOf(this.#bases, base)];
    for (const tally of tallies) tally.addImage(line.source);
    for (const { layer, endedBy, cause, bytes } of line.waste.groups) {
      const owned: Owned = { key: JSON.stringify([ids[layer], ids[endedBy], cause]), bytes };
      const instruction = line.layers[endedBy]?.createdBy ?? "";
      const more = [tallyOf(this.#causes, cause), tallyOf(this.#instructions, instruction)];
      for (const tally of more) tally.addImage(line.source);
      for (const tally of [...tallies, ...more]) tally.addWaste(owned);
    }
  }

  #shared(): LayerRow[] {
    const saved = ({ size, images }: LayerRow) => size * (images - 1);
    return [...this.#layers]
      .map(([id, layer]) => ({ id, ...layer }))
      .filter((layer) => saved(layer) > 0)
      .sort((a, b) => saved(b) - saved(a) || order(a.id, b.id))
      .slice(0, SHARED_LAYERS);
  }
}

/** The base by its name, else by its topmost layer, which all images on it share. */
function baseName({ base, layers }: AuditedImage): string {
  if (base === null) return "(unknown)";
  const top = base.layers === null || base.layers === 0 ? undefined : layers[base.layers - 1];
  return base.name ?? base.digest ?? top?.diffId ?? "(unknown)";
}

function tallyOf(tallies: Map<string, GroupTally>, name: string): GroupTally {
  const known = tallies.get(name);
  if (known !== undefined) return known;
  const tally = new GroupTally();
  tallies.set(name, tally);
  return tally;
}

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
