import { DIFF } from "../viewer/diff.js";
import { FACTS } from "../viewer/facts-view.js";
import { VIEW } from "../viewer/view.js";
import { DOCKERFILE } from "./documents/dockerfile.js";
import { COMMAND, IMAGE, INSTRUCTION, WASTE_STORY } from "./documents/document-views.js";
import { FIND } from "./find/find.js";
import { HELP } from "./help/help-view.js";
import { PACKAGES } from "./packages/packages.js";
import type { Page, PageKind, PageStates } from "./page.js";
import type { PageView } from "./page-view.js";
import { REPORT } from "./report/report.js";
import { SAVE } from "./save/save.js";
import { VERSIONS } from "./versions/versions.js";
import { WARNINGS } from "./warnings/warnings.js";

/** The one table of pages: how each one looks, and what keys and jobs do to it. Its keys are in page-keys.ts. */
const VIEWS: { readonly [Kind in PageKind]: PageView<PageStates[Kind]> } = {
  help: HELP,
  warnings: WARNINGS,
  image: IMAGE,
  dockerfile: DOCKERFILE,
  command: COMMAND,
  instruction: INSTRUCTION,
  "waste-story": WASTE_STORY,
  view: VIEW,
  facts: FACTS,
  diff: DIFF,
  save: SAVE,
  report: REPORT,
  versions: VERSIONS,
  find: FIND,
  packages: PACKAGES,
};

/** What the explorer needs of a page. */
export function viewOf(page: Page): PageView<Page> {
  return VIEWS[page.kind];
}
