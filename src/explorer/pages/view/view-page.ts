import type { Printable, RawPath } from "../../../text/escape.js";
import type { EntryId } from "../../../tree/columns/entry-table.js";
import type { Node } from "../../../tree/file-tree.js";
import type { ColouredWords, ColourJob, ReadJob, SearchJob } from "../../jobs/job.js";
import type { State } from "../../state.js";
import type { Page } from "../page.js";
import { topPage } from "../page-stack.js";
import type { Encoding } from "./encoding.js";
import { type Content, unread, WINDOW } from "./file-content.js";
import { NO_LINES, type TextRow } from "./line-index.js";
import type { Matches, Needle } from "./needle.js";

/** The page with a file's content. */
export interface ViewPage extends Page {
  readonly kind: "view";
  readonly node: Node;
  /** The last part of its path. */
  readonly name: RawPath;
  /** The version that is shown. */
  readonly version: EntryId;
  /** The row with its content; another row if the version is a hard link. */
  readonly row: EntryId;
  /** The link through which the user opened the file; `null` if there was none. */
  readonly note: Printable | null;
  readonly content: Content;
  /** For a text that is not UTF-8: its bytes, and its text as UTF-8; one of them is the content. */
  readonly decoded: Decoded | null;
  readonly reading: ReadJob;
  /** Bytes that the job has read. */
  readonly done: number;
  /** `null` until the first bytes were read. */
  readonly mode: "text" | "hex" | null;
  readonly wrap: boolean;
  /** The first visible row. */
  readonly top: TextPlace;
  /** The first visible byte in hex. */
  readonly hexTop: number;
  /** Columns that are hidden on the left. */
  readonly left: number;
  /** The place to which the page moves when it was read. */
  readonly goal: Goal | null;
  readonly search: Search | null;
  readonly colouring: ColourJob | null;
  readonly words: ColouredWords;
  readonly failed: Printable | null;
}

/** A row of the text; if it is wrapped, one of its rows on the screen. */
export interface TextPlace extends TextRow {
  readonly wrapped: number;
}

export interface Decoded {
  readonly encoding: Encoding;
  readonly raw: Content;
  readonly text: Content;
}

/** A place in the file. If a match is on the screen already, the page does not move. */
type Goal =
  | { readonly to: "bottom" }
  | { readonly to: "line"; readonly line: number }
  | { readonly to: "top" | "match"; readonly offset: number };

export interface Search {
  readonly needle: Needle;
  readonly matches: Matches;
  /** `null` if no search is running. */
  readonly job: SearchJob | null;
  /** The offset of the current match; −1 if there is none. */
  readonly current: number;
  /** The place where the search was started. */
  readonly origin: number;
}

/** Returns the topmost page if it shows the content of a file. */
export function topView(state: Pick<State, "pages">): ViewPage | null {
  return topPage<ViewPage>(state, "view");
}

/** A version of a path to open, and the row with its content. */
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
