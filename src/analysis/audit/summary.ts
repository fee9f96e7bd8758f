/** The result of an audit over all images. Sizes are bytes; lists have the most bytes first. */
export interface AuditSummary {
  readonly images: {
    readonly total: number;
    readonly read: number;
    readonly failed: number;
    readonly rulesPassed: number;
    readonly rulesFailed: number;
    /** Images that were read, but whose rules could not be checked. */
    readonly unchecked: number;
  };
  readonly bytes: {
    /** The sum of the sizes of all images. */
    readonly sum: number;
    /** The same sum, but each layer counts once. */
    readonly stored: number;
    readonly layers: number;
  };
  readonly waste: Wasted;
  readonly byImage: readonly ImageRow[];
  readonly byTeam: readonly GroupRow[];
  readonly byCause: readonly GroupRow[];
  /** By the instruction that removed or overwrote the bytes. */
  readonly byInstruction: readonly GroupRow[];
  readonly byBase: readonly BaseRow[];
  readonly changes: readonly DockerfileChange[];
  /** The layers that are shared with the greatest savings. */
  readonly sharedLayers: readonly LayerRow[];
  /** By name. */
  readonly failures: readonly { readonly source: string; readonly code: string; readonly what: string }[];
}

interface Wasted {
  /** Wasted bytes of all images. Bytes that images share count for each image. */
  readonly wastedBytes: number;
  /** The same sum, but bytes that images share count once. */
  readonly wastedOnce: number;
}

export interface ImageRow {
  readonly source: string;
  readonly team: string;
  readonly base: string;
  readonly size: number;
  readonly wastedBytes: number;
  readonly efficiency: number;
  readonly pass: boolean | null;
}

export interface GroupRow extends Wasted {
  readonly name: string;
  readonly images: number;
}

/** A base image. Several builds of it may have the same name. */
export interface BaseRow extends GroupRow {
  /** The day (UTC) of its first build, `2026-11-29`; `null` if unknown. */
  readonly oldest: string | null;
  /** The day of its last build, as `oldest`. */
  readonly newest: string | null;
}

/** One change of a Dockerfile: the same waste, by the same instructions, with the same advice. */
export interface DockerfileChange {
  /** A cause of waste, or a kind of leftover. */
  readonly kind: string;
  /** Bytes that the change saves. Bytes that images share count once. */
  readonly bytes: number;
  readonly images: number;
  /** The first images by name. */
  readonly sources: readonly string[];
  readonly instruction: string;
  /** The instruction that removed or overwrote the files; `null` for files that are in the final image. */
  readonly endedBy: string | null;
  readonly advice: string;
  readonly adviceSource: string;
  readonly paths: readonly string[];
}

export interface LayerRow {
  readonly id: string;
  readonly size: number;
  readonly images: number;
  readonly createdBy: string;
}
