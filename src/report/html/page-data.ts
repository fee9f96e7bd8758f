/* The data for the page's script, as JSON. All names and texts in it are printable. */

export interface PageData {
  /** The final filesystem. The tag of a leaf is the layer that wrote it. */
  readonly files: PageTree;
  /** The wasted copies by path; the tag of a leaf is its index in `findings`. */
  readonly waste: PageTree;
  /** From the lowest up. */
  readonly layers: readonly LayerNote[];
  readonly findings: readonly FindingNote[];
  /** Sentences of advice, by index. */
  readonly advice: readonly string[];
}

/**
 * A tree in pre-order, children by bytes. Items that are too small to be listed one by one are the last child of its folder: a leaf
 * without a name.
 *
 * ```
 *   names  "/usr/bin//etc"    the root's is empty, and so is that of "2 more files" in /usr
 *   kids   3 2 0 0 0          0 for a leaf
 *   bytes  80 9 5             of each leaf
 *   tags   0 -3 1             of each leaf; -3 is "mostly 2"
 *   more   2                  files of each leaf without a name
 * ```
 */
export interface PageTree {
  readonly names: string;
  readonly kids: readonly number[];
  readonly bytes: readonly number[];
  readonly tags: readonly number[];
  readonly more: readonly number[];
}

export interface LayerNote {
  readonly instruction: string;
  /** The class with its colour. */
  readonly tone: string;
}

export interface FindingNote {
  readonly cause: string;
  readonly tone: string;
  readonly layer: number;
  readonly endedBy: number;
  /** The index in `advice`. */
  readonly advice: number;
}

/**
 * The data for the script of the report on many images: the images with the most wasted bytes, in columns.
 */
export interface FleetData {
  readonly sources: readonly string[];
  /** Indexes in `names`. */
  readonly teams: readonly number[];
  readonly bases: readonly number[];
  /** Bytes. */
  readonly sizes: readonly number[];
  readonly wasted: readonly number[];
  /** Indexes in `RULES`. */
  readonly rules: readonly number[];
  readonly names: readonly string[];
}
