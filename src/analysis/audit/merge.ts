import { CAUSES } from "../waste/causes.js";
import { AllLayers } from "./all-layers.js";
import { BaseImages } from "./base-images.js";
import { DockerfileChanges } from "./dockerfile-changes.js";
import type { AuditedImage, AuditLine } from "./line.js";
import { SharedWaste, WasteByName } from "./shared-waste.js";
import type { AuditSummary, ImageRow } from "./summary.js";

const NO_REPOSITORY = "(no repository)";

/**
 * Adds up the lines of an audit, one for each image. The result does not depend on the order of the lines: it consists of counts,
 * sets, sums of whole numbers, greatest and smallest values.
 */
export class AuditMerge {
  readonly #label: string | null;
  readonly #images: ImageRow[] = [];
  readonly #failures: AuditSummary["failures"][number][] = [];
  readonly #layers = new AllLayers();
  readonly #waste = new SharedWaste();
  readonly #all = new WasteByName();
  readonly #teams = new WasteByName();
  readonly #causes = new WasteByName();
  readonly #instructions = new WasteByName();
  readonly #bases = new BaseImages();
  readonly #changes = new DockerfileChanges();

  /**
   * @param options `label`: the label that names the team of an image; `null`: the path of its repository
   * names the team
   */
  constructor({ label }: { readonly label: string | null }) {
    this.#label = label;
  }

  add(line: AuditLine): void {
    if (line.error !== null) {
      this.#failures.push({ source: line.source, code: line.error.code, what: line.error.what });
      return;
    }
    const { source } = line;
    const { size, wastedBytes, efficiency } = line.sizes;
    const team = this.#teamOf(line);
    const base = this.#bases.addImage(line);
    this.#images.push({ source, team, base, size, wastedBytes, efficiency, pass: line.gate.pass });
    const layers = this.#layers.add(line);
    this.#addWaste(line, layers, { team, base });
    this.#changes.add(line, layers);
  }

  summary(): AuditSummary {
    const images = [...this.#images].sort(
      (a, b) => b.wastedBytes - a.wastedBytes || order(a.source, b.source),
    );
    const countOf = (pass: boolean | null) => images.filter((image) => image.pass === pass).length;
    const [all] = this.#all.rows(this.#waste);
    return {
      images: {
        total: images.length + this.#failures.length,
        read: images.length,
        failed: this.#failures.length,
        rulesPassed: countOf(true),
        rulesFailed: countOf(false),
        unchecked: countOf(null),
      },
      bytes: {
        sum: images.reduce((sum, { size }) => sum + size, 0),
        stored: this.#layers.stored,
        layers: this.#layers.count,
      },
      waste: { wastedBytes: all?.wastedBytes ?? 0, wastedOnce: all?.wastedOnce ?? 0 },
      byImage: images,
      byTeam: this.#teams.rows(this.#waste),
      byCause: this.#causes.rows(this.#waste),
      byInstruction: this.#instructions.rows(this.#waste),
      byBase: this.#bases.rows(this.#waste),
      changes: this.#changes.rows(),
      sharedLayers: this.#layers.shared(),
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

  #addWaste(
    line: AuditedImage,
    layers: readonly number[],
    { team, base }: Pick<ImageRow, "team" | "base">,
  ): void {
    this.#all.addImage("");
    this.#teams.addImage(team);
    const [causes, instructions] = [new Set<string>(), new Set<string>()];
    for (const { layer, endedBy, cause, bytes } of line.waste.groups) {
      const instruction = line.layers[endedBy]?.createdBy ?? "";
      causes.add(cause);
      instructions.add(instruction);
      const place = { layer: layers[layer], endedBy: layers[endedBy], detail: CAUSES.indexOf(cause) };
      this.#waste.add(place, bytes);
      this.#all.addWaste("", bytes);
      this.#teams.addWaste(team, bytes);
      this.#bases.addWaste(base, bytes);
      this.#causes.addWaste(cause, bytes);
      this.#instructions.addWaste(instruction, bytes);
    }
    for (const cause of causes) this.#causes.addImage(cause);
    for (const instruction of instructions) this.#instructions.addImage(instruction);
  }
}

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
