import type { Printable } from "../../../text/escape.js";
import type { EntryId } from "../../../tree/columns/entry-table.js";
import type { DigestJob, Job, News, OwnersJob } from "../../jobs/job.js";
import type { Page } from "../page.js";

/** The page with details of a version of a path, without its content. */
export interface FactsPage extends Page {
  readonly kind: "facts";
  readonly version: EntryId;
  /** The reason why the content is not shown. */
  readonly says: Printable | null;
  readonly top: number;
  readonly digest: Digest;
  /** The job that looks up the names of the owner. */
  readonly owners: OwnersJob;
  /** `null` until they are found. */
  readonly names: OwnerNames | null;
}

export interface OwnerNames {
  readonly user: string | null;
  readonly group: string | null;
}

/** SHA-256 of the content. The whole file is read for it. */
export type Digest =
  | { readonly is: "unknown" }
  | { readonly is: "requested"; readonly job: DigestJob }
  | { readonly is: "known"; readonly hex: string }
  | { readonly is: "failed"; readonly why: Printable };

export function factsPage(version: EntryId, says: Printable | null, owners: OwnersJob): FactsPage {
  return { kind: "facts", version, says, top: 0, digest: { is: "unknown" }, owners, names: null };
}

/** Returns the page after its digest was requested. `row` has the content. */
export function withRequestedDigest(page: FactsPage, row: EntryId): FactsPage {
  if (page.digest.is !== "unknown") return page;
  return { ...page, digest: { is: "requested", job: { kind: "digest", row } } };
}

export function factsJobs({ digest, owners, names }: FactsPage): Job[] {
  return [...(names === null ? [owners] : []), ...(digest.is === "requested" ? [digest.job] : [])];
}

export function factsWithNews(page: FactsPage, job: Job, news: News): FactsPage {
  if (job.kind === "owners") {
    const none = { user: null, group: null };
    return { ...page, names: news.of === "owners" ? { user: news.user, group: news.group } : none };
  }
  if (news.of === "digest") return { ...page, digest: { is: "known", hex: news.hex } };
  return news.of === "failure" ? { ...page, digest: { is: "failed", why: news.why } } : page;
}
