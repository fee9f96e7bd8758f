import type { Printable } from "../../../text/escape.js";
import type { EntryId } from "../../../tree/columns/entry-table.js";
import type { Area } from "../../drawing/area.js";
import type { CompareJob, Job, News } from "../../jobs/job.js";
import { type Binding, bindings } from "../../keys/binding.js";
import { type Move, moved } from "../../list.js";
import type { Page } from "../page.js";
import type { FileComparison } from "./file-comparison.js";

/** The page with the difference between two versions of a path. */
export interface DiffPage extends Page {
  readonly kind: "diff";
  readonly before: EntryId;
  readonly after: EntryId;
  readonly job: CompareJob;
  /** `null` until it is computed. */
  readonly comparison: FileComparison | null;
  readonly top: number;
  readonly left: number;
  readonly failed: Printable | null;
}

interface Versions {
  readonly before: EntryId;
  readonly after: EntryId;
  /** The rows with their contents. */
  readonly contents: { readonly before: EntryId; readonly after: EntryId };
}

export function diffPage({ before, after, contents }: Versions): DiffPage {
  const job = { kind: "compare", ...contents } as const;
  return { kind: "diff", before, after, job, comparison: null, top: 0, left: 0, failed: null };
}

export function diffJobs({ job }: DiffPage): Job[] {
  return [job];
}

export function diffWithNews(page: DiffPage, news: News): DiffPage {
  if (news.of === "compare") return { ...page, comparison: news.comparison };
  return news.of === "failure" ? { ...page, failed: news.why } : page;
}

/** Returns the number of lines of the page. */
function diffRows({ comparison }: DiffPage): number {
  return comparison?.is === "lines" ? comparison.rows.length : 1;
}

export function movedDiff(page: DiffPage, to: Move, { rows }: Area): DiffPage {
  const count = diffRows(page);
  const top = Math.min(moved(page.top, to, { count, height: rows }), Math.max(count - rows, 0));
  return { ...page, top };
}

/** Unchanged lines that stay visible above a change. */
const ABOVE = 3;

/** Returns the page at the next change, or at the previous one; `null` if there is none. */
export function movedToHunk(page: DiffPage, by: 1 | -1, { rows }: Area): DiffPage | null {
  if (page.comparison?.is !== "lines") return null;
  const lines = page.comparison.rows;
  const last = Math.max(lines.length - rows, 0);
  const isChange = (at: number) => {
    const row = lines.at(at);
    return row !== undefined && "sign" in row && row.sign !== " ";
  };
  const tops = lines.flatMap((_, at) => {
    if (!isChange(at) || (at > 0 && isChange(at - 1))) return [];
    return [Math.min(Math.max(at - ABOVE, 0), last)];
  });
  // The change at the top may be preceded by a line for an omitted part.
  const top = by === 1 ? tops.find((one) => one > page.top + 1) : tops.findLast((one) => one < page.top);
  return top === undefined ? null : { ...page, top };
}

/** Columns of one step to the side. */
const SIDEWAYS = 16;
const WIDEST = 4096;

export function diffSideways(page: DiffPage, by: 1 | -1): DiffPage {
  return { ...page, left: Math.min(Math.max(page.left + by * SIDEWAYS, 0), WIDEST) };
}

/** The keys on the difference between two versions. Keys that move to the side are those of the viewer. */
export const DIFF_KEYS: readonly Binding[] = bindings("Viewer", { places: ["diff"] }, [
  [["n"], { type: "on-page", name: "viewer-next-hunk" }, "the next change of the difference", "next change"],
  [["N"], { type: "on-page", name: "viewer-hunk-before" }, "the previous change"],
  [["v"], { type: "on-page", name: "viewer-after" }, "view the file after the change", "view"],
  [["i"], { type: "on-page", name: "viewer-facts" }, "mode, owner and times after the change", "facts"],
]);
