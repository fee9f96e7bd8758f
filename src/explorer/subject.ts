import type { Analysis } from "../analysis/analyze.js";
import { type Base, guessedBase } from "../analysis/base-image.js";
import { type BetweenLayers, betweenLayers } from "../analysis/diff/between-layers.js";
import { type TimelineVersion, timelineOf } from "../analysis/paths/path-timeline.js";
import type { WastedCopy } from "../analysis/waste/causes.js";
import { entryLines } from "../image/dockerfile/instruction.js";
import type { Printable } from "../text/escape.js";
import { type Difference, differenceOf, type LayerView } from "../tree/changes.js";
import type { EntryId, EntryTable } from "../tree/columns/entry-table.js";
import { Names } from "../tree/columns/names.js";
import { firstNodes, Outline } from "../tree/columns/outline.js";
import type { Node, Rootfs } from "../tree/file-tree.js";
import { versionBelow } from "../tree/layer-diff.js";
import { finished, type Pieces } from "../tree/pieces.js";
import { ChangesBelow } from "../tree/view/changes-below.js";
import { filesBelow, namesOf } from "../tree/view/files-below.js";
import { flatRows } from "../tree/view/flat.js";
import type { SizeGrowth } from "../tree/view/growth.js";
import { type JoinedRows, joinedRows } from "../tree/view/joined-rows.js";
import { type Folding, isOpen, type RowsOptions, rows, type SortOrder } from "../tree/view/rows.js";
import { type ChangeMask, EVERYTHING, noPaths, PARENT, type Shown, shownPaths } from "../tree/view/shown.js";
import { ViewChanges } from "../tree/view/view-changes.js";
import { type SlimSaving, slimSaving } from "../words/slim-words.js";
import type { ComparedImages } from "./comparison/compared-images.js";
import { sameContent } from "./files/attribute-changes.js";
import type { Folds } from "./files/files-state.js";
import { Marks } from "./files/marks.js";
import { type Filtered, type FilterKind, PathFilter, type Unfiltered } from "./files/path-filter.js";
import {
  type Instruction,
  type InstructionSizes,
  instructionSizes,
  instructions,
} from "./layers/instructions.js";
import { type LayerList, layerList } from "./layers/layer-list.js";
import { LayerViews } from "./layers/layer-views.js";
import { remember, rememberOf } from "./memo.js";
import { Documents } from "./pages/documents/documents.js";
import { PathHistory } from "./pages/versions/path-history.js";
import { WasteStories } from "./waste/waste-facts.js";
import { WasteLists } from "./waste/waste-rows.js";

/** The number of names that are prepared in one step while no key is pressed: about 1 ms. */
const NAMES_AT_ONCE = 1 << 16;
/** The number of paths in a trial filter before the user needs one, and the number of trials. */
const PRACTICE_NODES = 1 << 15;
const PRACTICE_ROUNDS = 3;

/**
 * The explored image: an analysis, and results that are computed from it alone. Every result depends only on
 * its arguments. Slow results are remembered within fixed limits.
 */
export class Subject {
  readonly analysis: Analysis;
  readonly instructions: readonly Instruction[];
  /** The base image, from an option or from the history; `null` if it is unknown. */
  readonly base: Base | null;
  readonly layerList: LayerList;
  readonly outline: Outline;
  readonly documents: Pick<Documents, "image" | "instruction"> & Partial<Documents>;
  /** The differences, if two images are compared; then the analysis is of both images. */
  readonly comparison: ComparedImages | null;
  readonly wasteLists: WasteLists;
  readonly wasteStories: WasteStories;
  /** Columns of the widest `uid:gid` of the image. */
  readonly ownerColumns: number;
  readonly #names: Names;
  readonly #views: Pick<LayerViews, "view">;
  readonly #filter: PathFilter;
  readonly #preparation: Generator<void>;
  /** Returns the visible paths of a view without a filter. */
  readonly shown: (view: LayerView, changes: ChangeMask) => Shown;
  /** Returns the changes of the visible part of a view. */
  readonly changesBelow: (view: LayerView, shown: Shown) => ChangesBelow;
  /** The history of paths in all layers. */
  readonly history: PathHistory;
  /** Returns the positions of a filter's words in names. */
  readonly marks: (kind: FilterKind, text: string) => Marks;
  /** Returns the changes of a view in numbers. */
  readonly difference: (view: LayerView) => Difference;
  /** Returns the differences between the filesystems after two layers, without reading contents. */
  readonly compared: (lower: number, upper: number) => BetweenLayers;
  readonly #withParentsOpen: (
    folds: Folds,
    openDepth: number,
    changed: ChangesBelow | null,
    folder: Node,
  ) => Folds;
  readonly #rows: (
    shown: Shown,
    openDepth: number,
    opened: Folding["opened"],
    changed: ChangesBelow | null,
    order: SortOrder,
    changes: ChangesBelow,
    growth: SizeGrowth | null,
  ) => Int32Array;

  /** Returns an instruction in full, one line for each command. */
  readonly instructionLines: (instruction: Instruction) => readonly Printable[];
  /**
   * Returns the number of files and bytes at a path of a filesystem and below it. Hard links count once in
   * bytes.
   */
  readonly filesBelow: (rootfs: Rootfs, node: Node) => { readonly files: number; readonly bytes: number };
  /** Returns the paths of a filesystem with the content of a row: more than one for hard links. */
  readonly namesOf: (rootfs: Rootfs, row: EntryId) => readonly Node[];
  /** Returns the view after an instruction that changed nothing. */
  readonly unchanged: (view: LayerView) => LayerView;
  /** Returns the files that layers store again with the same content. */
  readonly sameContent: (copies: readonly WastedCopy[]) => ReturnType<typeof sameContent>;
  /** Returns the bytes that `layerx slim` would save; `null` for none. */
  readonly slimSaving: (copies: readonly WastedCopy[]) => SlimSaving | null;
  /** Returns the space that the instructions need on a screen of some columns. */
  readonly instructionSizes: (columns: number) => InstructionSizes;
  /** Returns the rows in which a chain of folders is one row. */
  readonly joined: (rows: Int32Array, shown: Shown, layer: LayerView) => JoinedRows;
  /** Returns the visible files, the biggest first. */
  readonly flatRows: (shown: Shown, layer: LayerView) => Int32Array;
  /**
   * Returns the row of a path, else of the nearest parent folder with a row, else the first row; −1 if there
   * are none.
   */
  readonly rowOf: (rows: Int32Array, chosen: Node) => number;

  constructor(
    analysis: Analysis,
    base: Base | null = guessedBase(analysis.image),
    comparison: ComparedImages | null = null,
  ) {
    const { tree, image } = analysis;
    this.analysis = analysis;
    this.comparison = comparison;
    this.instructions = comparison?.instructions ?? instructions(image);
    this.base = base;
    this.layerList = layerList(this.instructions, base);
    this.outline = new Outline(tree);
    this.documents = comparison?.documents ?? new Documents(analysis, base);
    this.wasteStories = new WasteStories(analysis, base);
    this.wasteLists = new WasteLists(this.wasteStories);
    this.ownerColumns = ownerColumns(tree.entries);
    this.#names = new Names(tree);
    this.#views = comparison?.views ?? new LayerViews(tree);
    this.#filter = new PathFilter(tree, this.#names, this.outline);
    this.#preparation = this.#prepare();
    this.history = new PathHistory(tree, this.outline, (kind, text) => this.marks(kind, text));
    this.marks = remember(2, (kind, text) => new Marks(tree, kind, text));
    this.compared = remember(3, (lower, upper) =>
      betweenLayers(analysis, this.view(lower).rootfs, this.view(upper).rootfs),
    );
    this.difference = rememberOf(1, (view) => differenceOf(tree, view));
    const changesOf = rememberOf(1, (view: LayerView) => new ViewChanges(tree, view));
    this.changesBelow = rememberOf(3, (view, shown) => new ChangesBelow(changesOf(view), shown));
    this.shown = rememberOf(3, (view, changes) =>
      finished(shownPaths(tree, this.outline, view, { changes, matches: null })),
    );
    this.#withParentsOpen = remember(4, (folds, openDepth, changed, folder) => {
      const opened = new Map(folds.opened);
      for (let at = folder; at > 0; at = tree.parent(at)) {
        if (!isOpen({ openDepth, opened, changed }, at, this.outline.depths[at])) opened.set(at, true);
      }
      return sameOpened(folds.opened, opened) ? folds : { ...folds, opened };
    });
    this.#rows = remember(5, (shown, openDepth, opened, changed, order, changes, growth) =>
      rows(tree, this.outline, shown, { folding: { openDepth, opened, changed }, order, changes, growth }),
    );
    this.instructionLines = remember(2, ({ entry }) => entryLines(entry));
    this.filesBelow = rememberOf(1, (rootfs, node) => filesBelow(tree, rootfs, node));
    this.namesOf = rememberOf(1, (rootfs, row) => namesOf(tree, rootfs, row));
    const noChanges = new Uint8Array(tree.size);
    this.unchanged = rememberOf(1, ({ rootfs }) => ({ rootfs, below: rootfs, changes: noChanges }));
    this.sameContent = remember(1, sameContent);
    this.slimSaving = remember(1, (copies) => slimSaving(copies, base));
    this.instructionSizes = remember(2, (columns) => instructionSizes(this.instructions, columns));
    this.joined = rememberOf(1, (rows, shown, layer) => joinedRows(rows, { tree, layer, shown }));
    this.flatRows = rememberOf(1, (shown, layer) => flatRows(tree, this.outline, layer, shown));
    this.rowOf = rememberOf(2, (rows, chosen) => {
      for (let node = chosen; node > 0; node = tree.parent(node)) {
        const row = rows.indexOf(node);
        if (row >= 0) return row;
      }
      return rows.length === 0 ? -1 : 0;
    });
  }

  /** Returns a layer's view; −1 is the filesystem without any layer. */
  view(layer: number): LayerView {
    return this.#views.view(layer);
  }

  /** Returns the number of rows of the list beside layers and files. */
  get listed(): number {
    return this.comparison?.reasons.length ?? this.analysis.copies.length;
  }

  /** Returns the name of a layer, by its number in the analysis: `layer 3`, `new layer 3`. */
  layerName(layer: number): string {
    return this.layerNumber(layer).replace(/\d/, "layer $&");
  }

  /** Returns the name of a layer without the word "layer": `3`, `new 3`. */
  layerNumber(layer: number): string {
    if (this.comparison === null) return String(layer);
    const old = this.comparison.trees.a.layers.length;
    return layer < old ? `old ${layer}` : `new ${layer - old}`;
  }

  /** Returns every version of a path, lowest layer first; in a comparison those of the old image first. */
  timeline(node: Node): TimelineVersion[] {
    if (this.comparison === null) return timelineOf(this.analysis.tree, node);
    const { a, b } = this.comparison.trees;
    const above = timelineOf(b, node).map((version) => ({
      ...version,
      layer: version.layer + a.layers.length,
    }));
    return [...timelineOf(a, node), ...above];
  }

  /** Returns the row of a layer in the list of layers; −1 for none. */
  rowOfLayer(layer: number): number {
    if (this.comparison === null)
      return this.instructions.findIndex((instruction) => instruction.layer === layer);
    const { a, layers } = this.comparison.comparison;
    const old = a.image.layers.length;
    const pair = layers.findIndex((pair) => (layer < old ? pair.a === layer : pair.b === layer - old));
    return pair < 0 ? -1 : pair + 1;
  }

  /**
   * Returns a version of a path and the version before it: in a lower layer, or in the other image; −1 for
   * none.
   */
  step(version: EntryId): { readonly before: EntryId; readonly after: EntryId } {
    const { tree } = this.analysis;
    const node = tree.entries.node[version];
    if (this.comparison === null)
      return { before: versionBelow(tree, node, tree.entries.layer(version)), after: version };
    const { below, rootfs } = this.view(0);
    return version < this.comparison.trees.firstOfB
      ? { before: version, after: rootfs[node] }
      : { before: below[node], after: version };
  }

  /** Returns the visible paths that match a text; `null` if the text has no words. */
  filtered(text: string, unfiltered: Unfiltered): Filtered | null {
    return this.#filter.filter(text, unfiltered);
  }

  /** Does the same in steps. Then `filtered` is fast. */
  search(text: string, unfiltered: Unfiltered): Pieces<Filtered | null> {
    return this.#filter.search(text, unfiltered);
  }

  rows(
    shown: Shown,
    { openDepth, opened, changed = null }: Folding,
    { order, changes, growth = null }: Omit<RowsOptions, "folding">,
  ): Int32Array {
    return this.#rows(shown, openDepth, opened, changed, order, changes, growth);
  }

  /** Returns the folds with a folder and its parents open; the same object if they are open already. */
  withParentsOpen(folds: Folds, { openDepth, changed = null }: Folding, folder: Node): Folds {
    return this.#withParentsOpen(folds, openDepth, changed, folder);
  }

  /**
   * Does a part of the work that the first filter needs.
   * @returns true when all of it is done
   */
  prepare(): boolean {
    return this.#preparation.next().done === true;
  }

  *#prepare(): Generator<void> {
    while (!this.#names.prepare(NAMES_AT_ONCE)) yield;
    yield* this.#practise();
  }

  /** Runs code before the user needs it, because its first run takes several times as long. */
  *#practise(): Generator<void> {
    const { tree, outline } = firstNodes({ tree: this.analysis.tree, outline: this.outline }, PRACTICE_NODES);
    if (tree.layers.length === 0) return;
    const names = new Names(tree);
    const kept = new Uint8Array(tree.size).fill(PARENT);
    const some = { view: this.view(0), changes: EVERYTHING, shown: { ...noPaths(tree, outline), kept } };
    // Texts that a user may type for an existing name: its first letters, the same with a wrong letter, its
    // last letters, a glob.
    const name = tree.name(tree.size - 1);
    const [letter, ...more] = [1, 2, 4, 8].map((length) => name.slice(0, length));
    const texts = [letter, ...more, ...more.map((text) => text + letter), name.slice(-2), `${letter}*`];
    for (let round = 0; round < PRACTICE_ROUNDS; round++) {
      const filter = new PathFilter(tree, names, outline);
      for (const text of texts) {
        yield* filter.search(text, some);
        yield;
      }
    }
  }
}

/** Returns true if nothing was opened since `after` was copied from `before`. */
function sameOpened(before: Folds["opened"], after: Folds["opened"]): boolean {
  return before.size === after.size && [...after].every(([node, open]) => before.get(node) === open);
}

function ownerColumns(entries: EntryTable): number {
  let uid = 0;
  let gid = 0;
  for (let row = 0; row < entries.size; row++) {
    uid = Math.max(uid, entries.uid(row));
    gid = Math.max(gid, entries.gid(row));
  }
  return `${uid}:${gid}`.length;
}
