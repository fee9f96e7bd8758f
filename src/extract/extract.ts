import type { FilePiece } from "../image/entry.js";
import type { Layer } from "../image/layer.js";
import { Pauses } from "../pauses.js";
import type { Printable } from "../text/escape.js";
import type { Node } from "../tree/file-tree.js";
import { DISK, type Disk, systemError } from "./disk.js";
import { checkTarget } from "./existing-files.js";
import { NOTHING_WRITTEN, type Written } from "./extract-text.js";
import { Folders } from "./folders.js";
import { type ExtractPlan, inodeOf, shownPath } from "./plan.js";
import { Writer } from "./writer.js";

export interface ExtractOptions {
  /** The layers of the image that the plan is for. */
  readonly layers: readonly Layer[];
  /** True to replace files and symlinks at the target; folders are never replaced. */
  readonly overwrite?: boolean;
  readonly signal?: AbortSignal;
  /** Called after the target was checked, before anything is written. */
  onBegin?(): void;
  /** Called after every step with the files on the disk so far, also when the work ends with an error. */
  onProgress?(written: Written): void;
  readonly disk?: Disk;
}

/**
 * Writes the planned files, only below the target. The target is checked first: if something is in the way,
 * nothing is written. Folders come first, then files (one pass over each layer), then symlinks, so that
 * nothing is written through a symlink. Modes and times of folders come last. If the work ends early,
 * complete files stay and incomplete files are removed.
 * @throws LayerxError `target-exists`, `target-in-the-way`, `name-taken`, `target-swapped`, `extract-failed`,
 * and errors of reading a layer; the signal's reason when aborted.
 */
export async function extract(plan: ExtractPlan, options: ExtractOptions): Promise<Written> {
  const { signal, overwrite = false, disk = DISK } = options;
  signal?.throwIfAborted();
  const existing = await checkTarget(plan, { overwrite, disk, signal });
  options.onBegin?.();
  const folders = new Folders(plan, disk);
  const work = new Work(plan, options, new Writer(plan, { existing, disk, folders }));
  try {
    await work.makeFolders(folders);
    await work.writeFiles();
    await work.makeLinks();
  } finally {
    try {
      await work.finishFolders();
    } finally {
      folders.close();
    }
  }
  return work.written;
}

/** One extraction: counts what is written, pauses for other work, and turns system errors into errors for the user. */
class Work {
  written: Written = NOTHING_WRITTEN;
  readonly #plan: ExtractPlan;
  readonly #options: ExtractOptions;
  readonly #writer: Writer;
  readonly #made: Node[] = [];
  readonly #pauses = new Pauses();

  constructor(plan: ExtractPlan, options: ExtractOptions, writer: Writer) {
    this.#plan = plan;
    this.#options = options;
    this.#writer = writer;
  }

  async makeFolders(folders: Folders): Promise<void> {
    const { make, shown } = this.#plan.target;
    attempt(
      () => folders.begin(),
      () => shown,
    );
    if (make !== null) this.#count({ folders: 1 });
    for (const node of this.#plan.folders) {
      await this.#turn();
      if (!this.#at(node, () => this.#writer.makeFolder(node))) continue;
      this.#made.push(node);
      this.#count({ folders: 1 });
    }
  }

  async writeFiles(): Promise<void> {
    const { tree, files } = this.#plan;
    for (const [layer, nodes] of files) {
      const places = nodes.map((node) => tree.entries.content(inodeOf(this.#plan, node)));
      const contents = this.#options.layers[layer].contents(places, this.#options.signal);
      for await (const { index, data } of contents) {
        await this.#writeFile(nodes[index], data);
      }
    }
  }

  async #writeFile(node: Node, data: AsyncIterable<readonly FilePiece[]>): Promise<void> {
    let written = 0;
    try {
      await this.#turn();
      await this.#writer.writeFile(node, data, (bytes) => {
        written += bytes;
        this.#count({ bytes });
        return this.#turn();
      });
      this.#count({ files: 1 });
    } catch (error) {
      this.#count({ bytes: -written });
      throw systemError(error, shownPath(this.#plan, node));
    }
  }

  async makeLinks(): Promise<void> {
    for (const { node, first } of this.#plan.names) {
      await this.#turn();
      this.#at(node, () => this.#writer.addName(node, first));
      this.#count({ files: 1 });
    }
    for (const node of this.#plan.symlinks) {
      await this.#turn();
      this.#at(node, () => this.#writer.makeSymlink(node));
      this.#count({ links: 1 });
    }
  }

  /** Finishes the deepest folder first, because a change in a folder changes its time. */
  async finishFolders(): Promise<void> {
    for (const node of this.#made.reverse()) {
      if (this.#pauses.due) await this.#pauses.pause();
      this.#at(node, () => this.#writer.finishFolder(node));
    }
  }

  #at<T>(node: Node, work: () => T): T {
    return attempt(work, () => shownPath(this.#plan, node));
  }

  /** Pauses for other work when it is time. @throws the signal's reason when aborted */
  async #turn(): Promise<void> {
    if (this.#pauses.due) await this.#pauses.pause();
    this.#options.signal?.throwIfAborted();
  }

  #count(more: Partial<Written>): void {
    const { files, folders, links, bytes } = this.written;
    this.written = {
      files: files + (more.files ?? 0),
      folders: folders + (more.folders ?? 0),
      links: links + (more.links ?? 0),
      bytes: bytes + (more.bytes ?? 0),
    };
    this.#options.onProgress?.(this.written);
  }
}

/** Runs `work` on `path`. Turns a system error into an error for the user. */
function attempt<T>(work: () => T, path: () => Printable): T {
  try {
    return work();
  } catch (error) {
    throw systemError(error, path());
  }
}
