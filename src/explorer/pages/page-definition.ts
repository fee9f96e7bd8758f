import type { Printable } from "../../text/escape.js";
import type { Copied } from "../clipboard.js";
import type { Area } from "../drawing/area.js";
import type { Look, Row } from "../drawing/row.js";
import type { Job, News } from "../jobs/job.js";
import type { Binding } from "../keys/binding.js";
import type { Move } from "../list.js";
import type { State } from "../state.js";
import type { Page } from "./page.js";

/** A kind of page: its keys, its contents, and its functions. A missing function has no effect. */
export interface PageDefinition<P extends Page> {
  readonly kind: P["kind"];
  /** The keys on the page, and the key that opens it. Keys that all pages have are in `keys.ts`. */
  readonly keys: readonly Binding[];
  /** True for a text to read: space and b turn over its pages, as in less. */
  readonly isText?: true;
  /** Returns the parts of the title. The last ones are left out first. */
  title(state: State, page: P): readonly Printable[];
  /** Returns the visible rows. */
  rows(state: State, page: P, area: Area, look: Look): readonly Row[];
  /** Returns the first visible line and the number of lines, if the title does not show them. */
  scroll?(state: State, page: P): { readonly top: number; readonly count: number } | undefined;
  /** Returns the page after its cursor or its scroll position moved. */
  moved?(state: State, page: P, to: Move): P;
  /** Returns the selected item, on a page that is a list. */
  cursor?(page: P): number;
  /** Returns the state after `⏎` on the topmost page. */
  opened?(state: State, page: P): State;
  /** Returns the state after an `on-page` key with this name, if the page is the topmost one. */
  onKey?(state: State, page: P, name: string): State;
  /** Returns the text that y copies. */
  copied?(state: State, page: P): Copied;
  /** Adjusts the page to a screen of another size. */
  fitted?(state: State, page: P): P;
  /** Returns the work that the user waits for, in a few words; `null` if there is none. */
  waitsFor?(state: State, page: P): Printable | null;
  /** Returns the jobs that the page needs. */
  jobs?(page: P): readonly Job[];
  /** Returns the page after a result of one of its jobs. */
  onNews?(state: State, page: P, of: { readonly job: Job; readonly news: News }): P;
}
