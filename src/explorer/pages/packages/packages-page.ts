import type { Package, Packages } from "../../../analysis/packages/packages.js";
import type { Secret, SecretFindings } from "../../../analysis/secrets/secrets.js";
import type { Printable } from "../../../text/escape.js";
import { biggestPackages } from "../../../words/package-words.js";
import type { Job, News, PackagesJob } from "../../jobs/job.js";
import { ANY_PANE, type Binding, bindings } from "../../keys/binding.js";
import { type List, type Move, moved, scrolled } from "../../list.js";
import type { State } from "../../state.js";
import { goTo } from "../../waste/go-to-copy.js";
import type { Page } from "../page.js";
import { pageHeight } from "../page-area.js";
import { topPage, withPage } from "../page-stack.js";

/** Files with secrets, and packages by size. They are read while the page is open. */
export interface PackagesPage extends Page {
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

function openPackages(state: State): State {
  const step = { is: "reading", job: { kind: "packages" } } as const;
  return withPage<PackagesPage>(state, { kind: "packages", step, list: { cursor: 0, top: 0 } });
}

/** Returns the reason why packages and secrets cannot be shown. */
const notOfOneImage = ({ subject }: State) =>
  subject.comparison === null ? null : "two images are compared: open one of them alone to see its packages";

function nothingListed(state: State): string | null {
  const step = topPage<PackagesPage>(state, "packages")?.step;
  if (step?.is === "reading") return "the packages are still being read";
  return step?.is === "found" && step.rows.length > 0 ? null : "no package and no secret is listed";
}

/** The key that opens the page, and the keys on it. */
export const PACKAGES_KEYS: readonly Binding[] = [
  ...bindings("Image", { places: [ANY_PANE], disabled: notOfOneImage }, [
    [
      ["p"],
      { type: "apply", name: "show-packages", apply: openPackages },
      "packages by size, and files that contain secrets",
    ],
  ]),
  ...bindings("Packages", { places: ["packages"], disabled: nothingListed }, [
    [["enter"], { type: "open" }, "go to the secret's file, or to the package's largest file", "go there"],
  ]),
];

export function packagesJobs({ step }: PackagesPage): Job[] {
  return step.is === "reading" ? [step.job] : [];
}

export function newsOfPackages(page: PackagesPage, news: News): PackagesPage {
  if (page.step.is !== "reading") return page;
  if (news.of === "failure") return { ...page, step: { is: "failed", why: news.why } };
  if (news.of !== "packages") return page;
  const { secrets, packages } = news;
  const rows: readonly PackagesRow[] = [
    ...secrets.found.map((secret) => ({ secret })),
    ...biggestPackages(packages).map((one) => ({ package: one })),
  ];
  return { ...page, step: { is: "found", secrets, packages, rows } };
}

/** Lines before the first row: the summary of the secrets. */
const BEFORE_SECRETS = 1;
/** Lines between secrets and packages: a blank one, the number of packages, the heading of the columns. */
const BEFORE_PACKAGES = 3;

/** Returns the line of a row. Secrets come before packages, each below its heading. */
export function lineOfPackage(row: number, secrets: number): number {
  return row < secrets ? BEFORE_SECRETS + row : BEFORE_SECRETS + BEFORE_PACKAGES + row;
}

/** Returns the row of a line; `null` for a line of a heading. */
export function packageAtLine(line: number, secrets: number): number | null {
  const row = line - BEFORE_SECRETS;
  if (row < 0) return null;
  if (row < secrets) return row;
  return row < secrets + BEFORE_PACKAGES ? null : row - BEFORE_PACKAGES;
}

export function movedPackages(state: State, page: PackagesPage, to: Move): PackagesPage {
  if (page.step.is !== "found") return page;
  const { rows, secrets } = page.step;
  const height = pageHeight(state);
  const cursor = moved(page.list.cursor, to, { count: rows.length, height });
  return { ...page, list: { cursor, top: topFor({ ...page.list, cursor }, { rows, secrets, height }) } };
}

/** Adjusts the page to a screen of another size, so that the cursor stays visible. */
export function fittedPackages(state: State, page: PackagesPage): PackagesPage {
  if (page.step.is !== "found") return page;
  const { rows, secrets } = page.step;
  return {
    ...page,
    list: { ...page.list, top: topFor(page.list, { rows, secrets, height: pageHeight(state) }) },
  };
}

interface Sizes {
  readonly rows: readonly PackagesRow[];
  readonly secrets: { readonly found: readonly Secret[] };
  readonly height: number;
}

/**
 * Returns the first visible line. If the cursor is on the first row, the headings above it are visible too.
 */
function topFor({ cursor, top }: PackagesPage["list"], { rows, secrets: { found }, height }: Sizes): number {
  if (cursor === 0) return 0;
  return scrolled(top, lineOfPackage(cursor, found.length), {
    count: lineOfPackage(rows.length, found.length),
    height,
  });
}

/**
 * Returns the state after `⏎`: goes to the file with the secret, or to the largest file of the package, in
 * the layer that wrote it.
 */
export function openedPackage(state: State, { step, list }: PackagesPage): State {
  const row = step.is === "found" ? step.rows.at(list.cursor) : undefined;
  if (row === undefined) return state;
  if ("secret" in row) return goTo(state, row.secret.layer, row.secret.node);
  const { layer, largest } = row.package;
  if (layer === null || largest === null)
    return { ...state, message: "no file of this package is in the final image" };
  return goTo(state, layer, largest);
}
