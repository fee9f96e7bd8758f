import type { Printable, RawPath } from "../../text/escape.js";
import type { EntryId } from "../../tree/columns/entry-table.js";
import type { Node } from "../../tree/file-tree.js";
import type { Encoding } from "./encoding.js";
import { type Content, unread, WINDOW } from "./file-content.js";
import type { ColouredWords, ColourJob, ReadJob, SearchJob } from "./job.js";
import { NO_LINES, type TextRow } from "./line-index.js";
import type { Matches, Needle } from "./needle.js";

/** A file's content. */
export interface ViewPage {
  readonly kind: "view";
  readonly node: Node;
  /** The last part of its path. */
  readonly name: RawPath;
  /** The version that is shown. */
  readonly version: EntryId;
  /** The row that holds its content: another one, where the version is a hard link. */
  readonly row: EntryId;
  /** How it was come to, where that is not plain: through a link. */
  readonly note: Printable | null;
  readonly content: Content;
  /** Where the file is a text that is not UTF-8: its bytes, and its text as UTF-8; one of them is the content. */
  readonly decoded: Decoded | null;
  readonly reading: ReadJob;
  /** Bytes that the job has read. */
  readonly done: number;
  /** `null` until the first bytes were read. */
  readonly mode: "text" | "hex" | null;
  readonly wrap: boolean;
  /** The first visible row. */
  readonly top: TextPlace;
  /** In hex the first byte on the screen. */
  readonly hexTop: number;
  /** Columns that are out of sight to the left. */
  readonly left: number;
  /** Where it is to go as soon as that is read. */
  readonly goal: Goal | null;
  readonly search: Search | null;
  readonly colouring: ColourJob | null;
  readonly words: ColouredWords;
  readonly failed: Printable | null;
}

/** A row of the text, and where that is wrapped which of its rows on the screen. */
export interface TextPlace extends TextRow {
  readonly wrapped: number;
}

export interface Decoded {
  readonly encoding: Encoding;
  readonly raw: Content;
  readonly text: Content;
}

/** A place in the file. A match that is on the screen already moves nothing. */
type Goal =
  | { readonly to: "bottom" }
  | { readonly to: "line"; readonly line: number }
  | { readonly to: "top" | "match"; readonly offset: number };

export interface Search {
  readonly needle: Needle;
  readonly matches: Matches;
  /** `null` where what is at hand was enough, and when it was cancelled. */
  readonly job: SearchJob | null;
  /** Offset of the match that was gone to; −1 for none yet. */
  readonly current: number;
  /** Where it was begun. */
  readonly origin: number;
}

/** What is opened: a version of a path, and the row that holds its content. */
export interface Opened {
  readonly node: Node;
  readonly name: RawPath;
  readonly version: EntryId;
  readonly row: EntryId;
  readonly size: number;
  readonly note?: Printable;
}

export function viewPage({ node, name, version, row, size, note }: Opened): ViewPage {
  return {
    kind: "view",
    node,
    name,
    version,
    row,
    note: note ?? null,
    content: unread(size),
    decoded: null,
    reading: { kind: "read", row, from: 0, to: Math.min(size, WINDOW) },
    done: 0,
    mode: null,
    wrap: false,
    top: { ...NO_LINES.open, wrapped: 0 },
    hexTop: 0,
    left: 0,
    goal: null,
    search: null,
    colouring: null,
    words: [],
    failed: null,
  };
}
