import type { Packages } from "../../analysis/packages/packages.js";
import type { SecretFindings } from "../../analysis/secrets/secrets.js";
import type { DeadCopy } from "../../analysis/waste/waste.js";
import type { Printable } from "../../text/escape.js";
import type { EntryId } from "../../tree/columns/entry-table.js";
import type { Node, Rootfs } from "../../tree/file-tree.js";
import type { ReportFormat } from "../pages/report/reports.js";
import type { FolderEntry } from "../typing/path-completion.js";
import type { FileComparison } from "./file-comparison.js";
import type { Language } from "./language.js";
import type { Matches, Needle } from "./needle.js";

/**
 * What a page has the world do for it, as long as the page wants it: it is known by its identity, so that what comes
 * too late is ignored. Rows are those with content, not hard links.
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

/** Read a file's bytes from `from` to `to`. */
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

/** Find the words of a text. */
export interface ColourJob {
  readonly kind: "colour";
  readonly language: Language;
  readonly bytes: Buffer;
}

/** SHA-256 of a file's content. */
export interface DigestJob {
  readonly kind: "digest";
  readonly row: EntryId;
}

/** The names of an owner in the image's lists of users and groups: rows of these files, −1 for none. */
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

/** Write a path of a filesystem, with all below it, to the disk. */
export interface SaveJob {
  readonly kind: "save";
  readonly node: Node;
  readonly rootfs: Rootfs;
  /** Where to, as it was typed. */
  readonly to: string;
  /** Files that are there may be replaced. */
  readonly overwrite: boolean;
}

/** How far saving is. */
export interface SaveProgress {
  /** `12 files, 3 folders, 4.5MB` */
  readonly written: Printable;
  readonly bytes: number;
  readonly totalBytes: number;
}

/** Write a report on the image to the disk. */
export interface ReportJob {
  readonly kind: "report";
  readonly format: ReportFormat;
  /** Where to, as it was typed. */
  readonly to: string;
  /** The wasted copies, if they are known already. */
  readonly copies: readonly DeadCopy[] | null;
  /** What is there may be replaced. */
  readonly replace: boolean;
}

/** List a folder of this computer. */
export interface ListJob {
  readonly kind: "list";
  /** As it was typed, without `~`; empty for the working directory. */
  readonly folder: string;
}

/** Read the package databases, and search for secrets. */
export interface PackagesJob {
  readonly kind: "packages";
}

/** What a stretch of a text is. */
export type Word = (typeof WORDS)[number];
export const WORDS = ["keyword", "string", "comment", "number", "title", "attribute"] as const;

/** Stretches of a text that mean something, in threes: first byte, one past the last, number of the word. They rise. */
export type ColouredWords = readonly number[];

/** The news of a job; a job may send several. */
export type News =
  | { readonly of: "read"; readonly from: number; readonly bytes: Buffer }
  | { readonly of: "search"; readonly matches: Matches }
  | { readonly of: "colour"; readonly words: ColouredWords }
  | { readonly of: "digest"; readonly hex: string }
  /** Names as they are stored; `null` where the list has none. */
  | { readonly of: "owners"; readonly user: string | null; readonly group: string | null }
  | { readonly of: "compare"; readonly comparison: FileComparison }
  | { readonly of: "saving"; readonly progress: SaveProgress }
  | { readonly of: "saved"; readonly said: Printable; readonly warnings: readonly Printable[] }
  /** Files are there that may not be replaced. */
  | { readonly of: "in the way"; readonly why: Printable }
  | { readonly of: "listed"; readonly entries: readonly FolderEntry[] }
  | { readonly of: "packages"; readonly packages: Packages; readonly secrets: SecretFindings }
  | { readonly of: "failure"; readonly why: Printable };
