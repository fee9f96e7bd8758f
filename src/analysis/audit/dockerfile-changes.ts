import { Numbering, numberColumn, Triples } from "./growing-columns.js";
import type { AuditedImage } from "./line.js";
import { SharedWaste, type WastePlace } from "./shared-waste.js";
import type { DockerfileChange } from "./summary.js";

const CHANGES = 10;
const SOURCES = 3;

/** A change whose texts are numbers of one `Numbering`. */
interface Change {
  readonly kind: number;
  readonly instruction: number;
  readonly endedBy: number | null;
  readonly advice: number;
  readonly adviceSource: number;
  images: number;
  /** The first images by name. */
  readonly sources: string[];
  /** The first paths by name, of all images. */
  paths: readonly number[];
}

interface Found {
  readonly bytes: number;
  readonly paths: readonly string[];
  readonly advice: string;
  readonly adviceSource: string;
}

/** Changes of Dockerfiles and the bytes that they save. Findings and leftovers with the same instructions and advice are one change. */
export class DockerfileChanges {
  readonly #texts = new Numbering();
  /** Kind and advice of a change. */
  readonly #words = new Triples();
  /** The instructions, and a number of `#words`. */
  readonly #keys = new Triples();
  /** The number of files, and the first of their paths. */
  readonly #files = new Triples();
  readonly #changes: Change[] = [];
  readonly #saved = new SharedWaste();
  /** For each row of `#saved`: the change that saves those bytes. */
  readonly #rows = numberColumn();

  /**
   * Adds an image. Each image is added once.
   * @param layers the number of each layer; equal layers of different images have equal numbers
   */
  add(line: AuditedImage, layers: readonly number[]): void {
    const instruction = (layer: number) => this.#texts.of(line.layers[layer]?.createdBy ?? "");
    const counted = new Set<Change>();
    for (const finding of line.findings) {
      const { cause, layer, endedBy, copies } = finding;
      if (finding.inevitable) continue;
      const by = { kind: cause, instruction: instruction(layer), endedBy: instruction(endedBy) };
      const change = this.#changeOf(by, finding);
      const place = { layer: layers[layer], endedBy: layers[endedBy], files: copies };
      counted.add(this.#save(change, place, finding));
    }
    for (const leftover of line.leftovers) {
      const { kind, layer, files } = leftover;
      const by = { kind, instruction: instruction(layer), endedBy: null };
      const change = this.#changeOf(by, leftover);
      counted.add(this.#save(change, { layer: layers[layer], endedBy: null, files }, leftover));
    }
    for (const change of counted) {
      change.images++;
      addFirst(change.sources, line.source);
    }
  }

  /** Returns the number of the change. */
  #changeOf(
    by: Pick<Change, "instruction" | "endedBy"> & { readonly kind: string },
    { advice: said, adviceSource: from, paths }: Found,
  ): number {
    const [kind, advice, adviceSource] = [by.kind, said, from].map((text) => this.#texts.of(text));
    const { instruction, endedBy } = by;
    const words = this.#words.of(kind, advice, adviceSource);
    const number = this.#keys.of(instruction, endedBy === null ? 0 : endedBy + 1, words);
    this.#changes[number] ??= {
      ...by,
      kind,
      advice,
      adviceSource,
      images: 0,
      sources: [],
      paths: this.#numbers(paths),
    };
    return number;
  }

  #save(
    number: number,
    { files, ...place }: Pick<WastePlace, "layer" | "endedBy"> & { readonly files: number },
    found: Found,
  ): Change {
    const change = this.#changes[number];
    const paths = this.#numbers(found.paths);
    this.#rows.push(number);
    this.#saved.add(
      { ...place, detail: this.#files.of(files >>> 0, paths.length, paths[0] ?? 0) },
      found.bytes,
    );
    if (this.#comesFirst(paths, change.paths)) change.paths = paths;
    return change;
  }

  #numbers(paths: readonly string[]): number[] {
    return paths.map((path) => this.#texts.of(path));
  }

  /** Returns the changes with the greatest savings, the most bytes first. */
  rows(): DockerfileChange[] {
    const bytes = this.#saved.onceBy(this.#rows, this.#changes.length);
    return this.#changes
      .map((change, at) => ({ change, bytes: bytes[at] }))
      .sort(
        (a, b) =>
          b.bytes - a.bytes ||
          b.change.images - a.change.images ||
          (this.#nameOf(a.change) < this.#nameOf(b.change) ? -1 : 1),
      )
      .slice(0, CHANGES)
      .map(({ change: { images, sources, paths, ...of }, bytes: saved }) => ({
        kind: this.#texts.text(of.kind),
        bytes: saved,
        images,
        sources,
        instruction: this.#texts.text(of.instruction),
        endedBy: of.endedBy === null ? null : this.#texts.text(of.endedBy),
        advice: this.#texts.text(of.advice),
        adviceSource: this.#texts.text(of.adviceSource),
        paths: paths.map((path) => this.#texts.text(path)),
      }));
  }

  #comesFirst(a: readonly number[], b: readonly number[]): boolean {
    const at = a.findIndex((path, index) => path !== b[index]);
    if (at < 0) return a.length < b.length;
    return b[at] !== undefined && this.#texts.text(a[at]) < this.#texts.text(b[at]);
  }

  #nameOf({ kind, instruction, endedBy, advice, adviceSource }: Change): string {
    const numbers = [kind, instruction, endedBy, advice, adviceSource];
    return JSON.stringify(numbers.map((text) => (text === null ? null : this.#texts.text(text))));
  }
}

/** Adds a name to the list, which keeps the first names in order. */
function addFirst(names: string[], name: string): void {
  const at = names.findIndex((other) => name < other);
  names.splice(at < 0 ? names.length : at, 0, name);
  if (names.length > SOURCES) names.pop();
}
