import type { Image } from "../../../image/image.js";
import type { Printable } from "../../../text/escape.js";
import type { Job, News, ReportJob } from "../../jobs/job.js";
import { type Binding, bindings, EVERYWHERE } from "../../keys/binding.js";
import type { State } from "../../state.js";
import type { Page } from "../page.js";
import { topPage } from "../page-stack.js";
import { endingsText, formatOf, type ReportFormat } from "./reports.js";

/** Saving a report on the image to a file. */
export interface ReportPage extends Page {
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

/** Returns why a name is not possible for a report; `null` if it is. */
export function refusedReport({ reports }: State, to: string): string | null {
  if (to.trim() === "") return "type where to save it";
  return formatOf(to, reports) === null ? `the name has to end in ${endingsText(reports)}` : null;
}

/** Starts to write the report, in the format of the name's extension. */
export function openReport(state: State, typed: string): State {
  const to = typed.trim();
  const format = formatOf(to, state.reports);
  if (format === null) return state;
  const page: ReportPage = {
    kind: "report",
    format,
    to,
    step: writing(state, { format, to }, { replace: false }),
    top: 0,
  };
  // A report that was not finished is replaced by the new one.
  return { ...state, pages: [...state.pages.filter(({ kind }) => kind !== "report"), page] };
}

/** Returns the target for the prompt: the last one, or a name that is made from the image's name. */
export function proposedReport(state: State): string {
  const { reports, subject } = state;
  const page = topPage<ReportPage>(state, "report");
  return page?.to ?? reportName(subject.analysis.image, reports[0].ending);
}

/** Returns the page after `⏎`: replaces the existing file, if that was the question. */
export function replacingReport(state: State, page: ReportPage): ReportPage {
  return page.step.is === "asking" ? { ...page, step: writing(state, page, { replace: true }) } : page;
}

export function reportJobs({ step }: ReportPage): Job[] {
  return step.is === "writing" ? [step.job] : [];
}

export function reportWithNews(page: ReportPage, news: News): ReportPage {
  if (page.step.is !== "writing") return page;
  if (news.of === "saved") return { ...page, step: { is: "done", said: news.said } };
  if (news.of === "in the way") return { ...page, step: { is: "asking", why: news.why } };
  return news.of === "failure" ? { ...page, step: { is: "failed", why: news.why } } : page;
}

function writing(
  { waste }: State,
  { format, to }: Pick<ReportPage, "format" | "to">,
  { replace }: { readonly replace: boolean },
): ReportStep {
  const copies = waste.state === "found" ? waste.copies : null;
  return { is: "writing", job: { kind: "report", format, to, copies, replace } };
}

const MOST_CHARS = 60;

/**
 * Returns the default name of a report: `./flask.layerx.md`, `./lean-1.0.layerx.md`. It is made from the
 * image's first tag, else from the file of the image, with safe characters only.
 */
export function reportName(
  { references, source }: Pick<Image, "references" | "source">,
  ending: string,
): string {
  const [reference] = references;
  const named = reference === undefined ? fileName(source) : tagName(reference);
  const harmless = named
    .replace(/[^\w.+-]+/g, "-")
    .slice(0, MOST_CHARS)
    .replace(/^[-.]+|[-.]+$/g, "");
  return `./${harmless || "image"}.layerx.${ending}`;
}

/** Returns the last part of a repository's name, and its tag unless that is the default. */
function tagName(reference: string): string {
  const [name] = reference.split("@");
  return name.slice(name.lastIndexOf("/") + 1).replace(/:latest$/, "");
}

function fileName(source: string): string {
  const path = source.replace(/\/+$/, "");
  return path.slice(path.lastIndexOf("/") + 1).replace(/\.(tar|tgz|tar\.\w+)$/, "");
}

/** The key that saves a report, in all places. */
export const REPORT_KEYS: readonly Binding[] = bindings(
  "Image",
  { places: EVERYWHERE, footerIn: ["image"], disabled: noReport },
  [[["r"], { type: "prompt-start", kind: "report" }, "save a report on the image to a file", "report"]],
);

function noReport({ subject }: State): string | null {
  return subject.comparison === null ? null : "two images are compared: `layerx diff` prints their report";
}
