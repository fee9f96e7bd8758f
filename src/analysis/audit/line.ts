import type { Cause } from "../waste/causes.js";

/*
 * One line of `layerx audit`: the facts about one image, its sizes and its waste, or the error that prevented
 * reading it. Sizes are bytes of uncompressed file content unless the name says `compressed`. Every list has
 * a limit, so that a line stays small.
 */

export type AuditLine = AuditedImage | AuditFailure;

interface AuditFailure {
  readonly schemaVersion: 1;
  /** The image as the user named it. */
  readonly source: string;
  readonly error: AuditError;
}

/** The error, with the same fields that other commands print. */
export interface AuditError {
  readonly code: string;
  readonly what: string;
  readonly why: string;
  /** One line for each source that was tried. */
  readonly lines: readonly string[];
  readonly next: string;
}

export interface AuditedImage {
  readonly schemaVersion: 1;
  readonly source: string;
  readonly error: null;
  /** The repository in full: `docker.io/library/alpine`; `null` for a file without a tag. */
  readonly repository: string | null;
  readonly image: {
    readonly format: string;
    readonly references: readonly string[];
    readonly id: string;
    readonly digest: string | null;
    readonly platform: string;
    readonly created: string | null;
  };
  readonly labels: Readonly<Record<string, string>>;
  readonly sizes: AuditSizes;
  /** From the lowest up. */
  readonly layers: readonly AuditLayer[];
  readonly waste: {
    readonly bytes: number;
    readonly byCause: Readonly<Record<Cause, number>>;
    /** Wasted bytes by the layer that wrote them, the layer that removed or overwrote them, and the cause. */
    readonly groups: readonly AuditWaste[];
  };
  /** Findings with their advice, the most bytes first. */
  readonly findings: readonly AuditFinding[];
  readonly leftovers: readonly AuditLeftover[];
  readonly base: AuditBase | null;
  readonly gate: AuditGate;
  readonly warnings: readonly { readonly code: string; readonly message: string }[];
}

interface AuditSizes {
  readonly size: number;
  readonly rootfsSize: number;
  readonly compressedSize: number | null;
  readonly files: number;
  readonly wastedBytes: number;
  readonly userSize: number;
  /** Fractions from 0 to 1. */
  readonly wastedPercent: number;
  readonly efficiency: number;
}

interface AuditLayer {
  readonly index: number;
  readonly diffId: string | null;
  readonly digest: string | null;
  /** Bytes; `null` if the blob of the layer is missing. */
  readonly size: number | null;
  readonly compressedSize: number | null;
  readonly wastedBytes: number | null;
  /** The instruction: printable, and shortened. */
  readonly createdBy: string;
}

export interface AuditWaste {
  readonly layer: number;
  readonly endedBy: number;
  readonly cause: Cause;
  readonly bytes: number;
}

interface AuditFinding extends AuditWaste {
  /** The number of all files. */
  readonly copies: number;
  /** The paths of the biggest files. */
  readonly paths: readonly string[];
  readonly advice: string;
  readonly adviceSource: string;
  /** True if no change of the Dockerfile avoids it. */
  readonly inevitable: boolean;
}

interface AuditLeftover {
  readonly kind: string;
  readonly layer: number;
  readonly bytes: number;
  readonly files: number;
  readonly paths: readonly string[];
  readonly advice: string;
  readonly adviceSource: string;
}

export interface AuditBase {
  /** Layers of the base image; `null` if only its name is known. */
  readonly layers: number | null;
  readonly name: string | null;
  readonly digest: string | null;
  readonly guessed: boolean;
  /**
   * The time at which its topmost layer was built, RFC 3339; `null` if unknown, absent in lines of earlier
   * versions.
   */
  readonly created?: string | null;
}

export interface AuditGate {
  /** The result of the rules; `null` if they could not be checked: see `error`. */
  readonly pass: boolean | null;
  readonly rules: readonly AuditRule[];
  readonly error: AuditError | null;
}

interface AuditRule {
  readonly name: string;
  readonly limit: number;
  readonly actual: number;
  readonly pass: boolean;
  readonly status: string;
  readonly severity: string;
  readonly message: string;
}
