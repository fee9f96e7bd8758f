/**
 * Limits for the memory and work that an image can cause. All are generous. Limits on sums over an image grow
 * with its stored bytes: see `forStored`.
 */
export interface Limits {
  /** Bytes of one JSON document: manifest, index, config. */
  readonly jsonBytes: number;
  /** Bytes of all JSON documents that are read of an archive. A document that is read again counts again. */
  readonly documentBytes: number;
  /** Bytes of one name or link target. */
  readonly nameBytes: number;
  /** Folders in one name. */
  readonly depth: number;
  /** Bytes of one entry's PAX records. */
  readonly paxBytes: number;
  /**
   * Bytes of all names, link targets and PAX records (which include extended attributes). Each record counts
   * 100 bytes more.
   */
  readonly textBytes: number;
  /** Chunks of data in all sparse files. */
  readonly sparseChunks: number;
  /** Bytes of holes that are read as zeros for the SHA-256 of sparse files. */
  readonly holeBytes: number;
  /** Bytes of all files, including holes. A greater sum would not be exact. */
  readonly contentBytes: number;
  /** Nested indexes. */
  readonly indexDepth: number;
  /** Manifests in all indexes. */
  readonly manifests: number;
  /** Layers of an image. */
  readonly layers: number;
  /** Entries of a config's history. */
  readonly historyRows: number;
  /**
   * All entries, including folders that are only in names. A layer that is in the list several times counts
   * each time.
   */
  readonly entries: number;
  /** Bytes of all compressed layers, or of an archive, after decompression. */
  readonly expandedBytes: number;
  /** The window of a zstd frame in bytes. */
  readonly zstdWindow: number;
}

const KIB = 1024;
const MIB = 1024 * KIB;
const GIB = 1024 * MIB;

export const DEFAULT_LIMITS: Limits = {
  jsonBytes: 16 * MIB,
  documentBytes: 32 * MIB,
  nameBytes: MIB,
  depth: 4096,
  paxBytes: 4 * MIB,
  textBytes: 128 * MIB,
  sparseChunks: 500_000,
  holeBytes: 4 * GIB,
  contentBytes: Number.MAX_SAFE_INTEGER,
  indexDepth: 8,
  manifests: 10_000,
  layers: 256,
  historyRows: 50_000,
  entries: 150_000,
  expandedBytes: 5 * GIB,
  zstdWindow: 128 * MIB,
};

/**
 * The amount that one stored byte adds to a default. Fixed limits would either refuse large images, or let a
 * few megabytes keep a machine busy for minutes. Images for real use stay far below: an entry takes more than
 * 128 stored bytes, and only zeros expand more than 64 times, of which 5 GiB are allowed.
 */
const GROWTH = { entries: 1 / 128, textBytes: 1, expandedBytes: 64 } as const;

/**
 * Returns the limits for an image or archive with a number of stored bytes: defaults grow with it, a value of
 * the user stays unchanged.
 */
export function forStored(limits: Limits, storedBytes: number): Limits {
  const { entries, textBytes, expandedBytes } = limits;
  const grow = (name: keyof typeof GROWTH, value: number) =>
    value === DEFAULT_LIMITS[name] ? value + Math.floor(storedBytes * GROWTH[name]) : value;
  return {
    ...limits,
    entries: grow("entries", entries),
    textBytes: grow("textBytes", textBytes),
    expandedBytes: grow("expandedBytes", expandedBytes),
  };
}

/** The name of each limit on the command line (`--limit NAME=VALUE`), and its subject in the user's words. */
export const LIMIT_WORDS: { readonly [K in keyof Limits]: { readonly flag: string; readonly of: string } } = {
  jsonBytes: { flag: "json-bytes", of: "a JSON document, in bytes" },
  documentBytes: { flag: "document-bytes", of: "all JSON documents together, in bytes" },
  nameBytes: { flag: "name-bytes", of: "a name, in bytes" },
  depth: { flag: "depth", of: "the folders in a name" },
  paxBytes: { flag: "pax-bytes", of: "the PAX records of an entry, in bytes" },
  textBytes: { flag: "text-bytes", of: "all names, link targets and PAX records together, in bytes" },
  sparseChunks: { flag: "sparse-chunks", of: "the data ranges of sparse files" },
  holeBytes: { flag: "hole-bytes", of: "the holes of sparse files that are hashed, in bytes" },
  contentBytes: { flag: "content-bytes", of: "the sizes of all files together, in bytes" },
  indexDepth: { flag: "index-depth", of: "the nesting of indexes" },
  manifests: { flag: "manifests", of: "the number of manifests" },
  layers: { flag: "layers", of: "the number of layers" },
  historyRows: { flag: "history-rows", of: "the entries of the history" },
  entries: { flag: "entries", of: "the number of entries" },
  expandedBytes: { flag: "expanded-bytes", of: "what compressed data expands to, in bytes" },
  zstdWindow: { flag: "zstd-window", of: "the window of a zstd frame, in bytes" },
};

export const LIMIT_NAMES = Object.keys(LIMIT_WORDS) as readonly (keyof Limits)[];

/** Returns the limit of `--limit NAME=VALUE`, or `null`. */
export function limitByFlag(flag: string): keyof Limits | null {
  return LIMIT_NAMES.find((name) => LIMIT_WORDS[name].flag === flag) ?? null;
}
