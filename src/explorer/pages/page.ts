import type { Package, Packages } from "../../analysis/packages/packages.js";
import type { Secret, SecretFindings } from "../../analysis/secrets/secrets.js";
import type { Printable } from "../../text/escape.js";
import type { Node, Rootfs } from "../../tree/file-tree.js";
import type { PackagesJob, ReportJob, SaveJob, SaveProgress } from "../jobs/job.js";
import type { List } from "../list.js";
import type { DiffPage } from "./diff/diff-page.js";
import type { FactsPage } from "./facts/facts-page.js";
import type { ReportFormat } from "./report/reports.js";
import type { ViewPage } from "./view/view-page.js";

/**
 * The user's state of each kind of page. Pages are a stack: only the last one is visible, and esc closes it.
 * The contents of a page are computed from the state.
 */
export interface PageStates {
  readonly help: HelpPage;
  readonly warnings: ScrollPage<"warnings">;
  readonly image: ScrollPage<"image">;
  readonly dockerfile: ScrollPage<"dockerfile">;
  readonly command: ScrollPage<"command">;
  readonly instruction: ScrollPage<"instruction">;
  readonly "waste-story": ScrollPage<"waste-story">;
  readonly view: ViewPage;
  readonly facts: FactsPage;
  readonly diff: DiffPage;
  readonly save: SavePage;
  readonly report: ReportPage;
  readonly versions: VersionsPage;
  readonly find: FindPage;
  readonly packages: PackagesPage;
}

export type PageKind = keyof PageStates;
export type Page = PageStates[PageKind];

/** Pages of text that need no other data to open. Other pages are about a path, a file or a job. */
type TextKind = "warnings" | "image" | "dockerfile" | "command" | "instruction" | "waste-story";
export type PlainPageKind = TextKind | "help" | "packages";

/** A text that scrolls. */
export interface ScrollPage<Kind extends TextKind = TextKind> {
  readonly kind: Kind;
  /** The first visible line. */
  readonly top: number;
}

/** The keys. */
export interface HelpPage {
  readonly kind: "help";
  readonly top: number;
  /** The searched text; empty to show all lines. */
  readonly search: string;
}

/** Paths of all layers that match a text, including paths that are not in the final image. */
export interface FindPage {
  readonly kind: "find";
  readonly text: string;
  readonly list: List;
}

/** Files with secrets, and packages by size. They are read while the page is open. */
export interface PackagesPage {
  readonly kind: "packages";
  readonly step: PackagesStep;
  /** `cursor` counts secrets, then packages; `top` counts lines. */
  readonly list: List;
}

type PackagesStep =
  | { readonly is: "reading"; readonly job: PackagesJob }
  | {
      readonly is: "found";
      readonly secrets: SecretFindings;
      readonly packages: Packages;
      readonly rows: readonly PackagesRow[];
    }
  | { readonly is: "failed"; readonly why: Printable };

/** A row of the page: a file with a secret, or a package. */
export type PackagesRow = { readonly secret: Secret } | { readonly package: Package };

/** The changes of each layer to one path. */
export interface VersionsPage {
  readonly kind: "versions";
  readonly node: Node;
  readonly list: List;
}

/** Saving a path of the image to the disk, with everything below it. */
export interface SavePage {
  readonly kind: "save";
  readonly node: Node;
  /** The filesystem from which it is saved, and the topmost layer of that filesystem. */
  readonly rootfs: Rootfs;
  readonly layer: number;
  /** The target as the user typed it. */
  readonly to: string;
  readonly step: SaveStep;
  readonly top: number;
}

export type SaveStep =
  | { readonly is: "writing"; readonly job: SaveJob; readonly progress: SaveProgress | null }
  /** The file already exists. It is replaced only if the user confirms. */
  | { readonly is: "asking"; readonly why: Printable }
  | { readonly is: "done"; readonly said: Printable; readonly warnings: readonly Printable[] }
  /** Complete files stay on the disk. */
  | { readonly is: "stopped"; readonly said: Printable }
  | { readonly is: "failed"; readonly why: Printable; readonly said: Printable };

/** Saving a report on the image to a file. */
export interface ReportPage {
  readonly kind: "report";
  readonly format: ReportFormat;
  /** The target as the user typed it. */
  readonly to: string;
  readonly step: ReportStep;
  readonly top: number;
}

export type ReportStep =
  | { readonly is: "writing"; readonly job: ReportJob }
  /** The file already exists. It is replaced only if the user confirms. */
  | { readonly is: "asking"; readonly why: Printable }
  | { readonly is: "done"; readonly said: Printable }
  | { readonly is: "failed"; readonly why: Printable };

/** Whether a page is a list with a cursor of its own. The compiler requires every kind of page. */
const IS_LIST: Readonly<Record<PageKind, boolean>> = {
  help: false,
  warnings: false,
  image: false,
  dockerfile: false,
  command: false,
  instruction: false,
  "waste-story": false,
  view: false,
  facts: false,
  diff: false,
  save: false,
  report: false,
  versions: true,
  find: true,
  packages: true,
};

export const PAGES = Object.keys(IS_LIST) as readonly PageKind[];

/** Returns true for pages that are lists with a cursor of their own. */
export function isList(page: Page): page is VersionsPage | FindPage | PackagesPage {
  return IS_LIST[page.kind];
}

/** Returns the first state of a page. */
export function openedPage(kind: PlainPageKind): Page {
  if (kind === "packages")
    return { kind, step: { is: "reading", job: { kind } }, list: { cursor: 0, top: 0 } };
  return kind === "help" ? { kind, top: 0, search: "" } : { kind, top: 0 };
}
