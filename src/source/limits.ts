/** Bounds on what an image can make the program allocate or do. All are generous. */
export interface Limits {
  /** Bytes of one JSON document: manifest, index, config. */
  readonly jsonBytes: number;
  /** Bytes of one name or link target. */
  readonly nameBytes: number;
  /** Folders in one name. */
  readonly depth: number;
  /** Bytes of one entry's PAX records. */
  readonly paxBytes: number;
  /** Stretches of data in one sparse file. */
  readonly sparseChunks: number;
  /** Bytes of holes that are read as zeros for the SHA-256 of sparse files. */
  readonly holeBytes: number;
  /** Indexes within indexes. */
  readonly indexDepth: number;
  /** Manifests that the indexes name, all together. */
  readonly manifests: number;
  /** Entries of the archive and of all layers together; a long name counts once for each folder in it. */
  readonly entries: number;
  /** Bytes that one compressed layer or archive expands to. */
  readonly expandedBytes: number;
  /** Expanded bytes a compressed byte, counted once `EXPANSION_FREE_BYTES` are passed. */
  readonly expansion: number;
  /** Bytes of history that a zstd frame asks to be kept. */
  readonly zstdWindow: number;
}

const KIB = 1024;
const MIB = 1024 * KIB;
const GIB = 1024 * MIB;

/** Below this many expanded bytes no ratio counts: a file of zeros shrinks a thousandfold. */
export const EXPANSION_FREE_BYTES = 4 * GIB;

export const DEFAULT_LIMITS: Limits = {
  jsonBytes: 32 * MIB,
  nameBytes: MIB,
  depth: 4096,
  paxBytes: 4 * MIB,
  sparseChunks: 200_000,
  holeBytes: 4 * GIB,
  indexDepth: 8,
  manifests: 10_000,
  entries: 5_000_000,
  expandedBytes: 256 * GIB,
  expansion: 500,
  zstdWindow: 128 * MIB,
};

/** What a bound is on, in the user's words, and its name on the command line (`--limit NAME=VALUE`). */
export const LIMIT_WORDS: { readonly [K in keyof Limits]: { readonly flag: string; readonly of: string } } = {
  jsonBytes: { flag: "json-bytes", of: "a JSON document, in bytes" },
  nameBytes: { flag: "name-bytes", of: "a name, in bytes" },
  depth: { flag: "depth", of: "the folders in a name" },
  paxBytes: { flag: "pax-bytes", of: "the PAX records of an entry, in bytes" },
  sparseChunks: { flag: "sparse-chunks", of: "the stretches of a sparse file" },
  holeBytes: { flag: "hole-bytes", of: "the holes of sparse files that are hashed, in bytes" },
  indexDepth: { flag: "index-depth", of: "the nesting of indexes" },
  manifests: { flag: "manifests", of: "the number of manifests" },
  entries: { flag: "entries", of: "the number of entries" },
  expandedBytes: { flag: "expanded-bytes", of: "what compressed data expands to, in bytes" },
  expansion: { flag: "expansion", of: "the expanded bytes a compressed byte" },
  zstdWindow: { flag: "zstd-window", of: "the window of a zstd frame, in bytes" },
};

/** The limit that `--limit NAME=VALUE` names, or `null`. */
export function limitByFlag(flag: string): keyof Limits | null {
  const names = Object.keys(LIMIT_WORDS) as (keyof Limits)[];
  return names.find((name) => LIMIT_WORDS[name].flag === flag) ?? null;
}
