import type { Packages } from "../../analysis/packages/packages.js";
import type { SecretFindings } from "../../analysis/secrets/secrets.js";
import type { WastedCopy } from "../../analysis/waste/causes.js";
import type { Printable } from "../../text/escape.js";
import type { EntryId } from "../../tree/columns/entry-table.js";
import type { Node, Rootfs } from "../../tree/file-tree.js";
import type { FileComparison } from "../pages/diff/file-comparison.js";
import type { ReportFormat } from "../pages/report/reports.js";
import type { Language } from "../pages/view/language.js";
import type { Matches, Needle } from "../pages/view/needle.js";
import type { FolderEntry } from "../typing/path-completion.js";

/**
 * Background work for a page, as long as the page needs it. Jobs are compared by identity, so that late
 * results of an old job are ignored. Rows are those with content, not hard links.
 */
export type Job =
  | ReadJob
  | SearchJob
  | ColourJob
  | DigestJob
  | OwnersJob
  | CompareJob
  | SaveJob
  | ReportJob
  | ListJob
  | PackagesJob;

/** Reads a file's bytes from `from` to `to`. */
export interface ReadJob {
  readonly kind: "read";
  readonly row: EntryId;
  readonly from: number;
  readonly to: number;
}

export interface SearchJob {
  readonly kind: "search";
  readonly row: EntryId;
  readonly needle: Needle;
}

/** Finds the words of a text that are coloured. */
export interface ColourJob {
  readonly kind: "colour";
  readonly language: Language;
  readonly bytes: Buffer;
}

/** Computes the SHA-256 of a file's content. */
export interface DigestJob {
  readonly kind: "digest";
  readonly row: EntryId;
}

/**
 * Looks up the names of an owner in the image's lists of users and groups. The fields are the rows of these
 * files, −1 for none.
 */
export interface OwnersJob {
  readonly kind: "owners";
  readonly uid: number;
  readonly gid: number;
  readonly passwd: EntryId;
  readonly group: EntryId;
}

export interface CompareJob {
  readonly kind: "compare";
  readonly before: EntryId;
  readonly after: EntryId;
}

/** Writes a path of a filesystem, with everything below it, to the disk. */
export interface SaveJob {
  readonly kind: "save";
  readonly node: Node;
  readonly rootfs: Rootfs;
  /** The target as the user typed it. */
  readonly to: string;
  /** True if existing files may be replaced. */
  readonly overwrite: boolean;
}

/** The progress of saving. */
export interface SaveProgress {
  /** `12 files, 3 folders, 4.5MB` */
  readonly written: Printable;
  readonly bytes: number;
  readonly totalBytes: number;
}

/** Writes a report on the image to the disk. */
export interface ReportJob {
  readonly kind: "report";
  readonly format: ReportFormat;
  /** The target as the user typed it. */
  readonly to: string;
  /** The wasted copies, if they are known already. */
  readonly copies: readonly WastedCopy[] | null;
  /** True if an existing file may be replaced. */
  readonly replace: boolean;
}

/** Lists a folder of this computer. */
export interface ListJob {
  readonly kind: "list";
  /** The path as the user typed it, without `~`; empty for the working directory. */
  readonly folder: string;
  /** The typed text if it may be the beginning of an image's name. */
  readonly image?: string;
}

/** Reads the package databases, and searches for secrets. */
export interface PackagesJob {
  readonly kind: "packages";
}

/** The kind of a coloured word. */
export type Word = (typeof WORDS)[number];
export const WORDS = ["keyword", "string", "comment", "number", "title", "attribute"] as const;

/**
 * Coloured words, in groups of three numbers: first byte, the byte after the last one, index of the kind.
 * They are sorted.
 */
export type ColouredWords = readonly number[];

/** A result of a job. A job may send several. */
export type News =
  | { readonly of: "read"; readonly from: number; readonly bytes: Buffer }
  | { readonly of: "search"; readonly matches: Matches }
  | { readonly of: "colour"; readonly words: ColouredWords }
  | { readonly of: "digest"; readonly hex: string }
  /** Names as they are stored; `null` if the list has none. */
  | { readonly of: "owners"; readonly user: string | null; readonly group: string | null }
  | { readonly of: "compare"; readonly comparison: FileComparison }
  | { readonly of: "saving"; readonly progress: SaveProgress }
  | { readonly of: "saved"; readonly said: Printable; readonly warnings: readonly Printable[] }
  /** Files exist that may not be replaced. */
  | { readonly of: "in the way"; readonly why: Printable }
  | { readonly of: "listed"; readonly entries: readonly FolderEntry[] }
  | { readonly of: "packages"; readonly packages: Packages; readonly secrets: SecretFindings }
  | { readonly of: "failure"; readonly why: Printable };
