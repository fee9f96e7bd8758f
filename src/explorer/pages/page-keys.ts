import type { Binding } from "../keys/binding.js";
import { DOCUMENT_KEYS } from "./documents/document-keys.js";
import { FIND_KEYS } from "./find/find-page.js";
import { HELP_KEYS } from "./help/help-page.js";
import { PACKAGES_KEYS } from "./packages/packages-page.js";
import type { PageKind } from "./page.js";
import { REPORT_KEYS } from "./report/report-page.js";
import { SAVE_KEYS } from "./save/save-page.js";
import { VERSIONS_KEYS } from "./versions/versions-page.js";
import { DIFF_KEYS, FACTS_KEYS, VIEW_KEYS } from "./view/view-keys.js";

/**
 * The keys of each page, in the order of the help. They are not in the table of pages, because commands that
 * read keys for the settings must not load React.
 */
export const PAGE_KEYS: Readonly<Record<PageKind, readonly Binding[]>> = {
  versions: VERSIONS_KEYS,
  find: FIND_KEYS,
  packages: PACKAGES_KEYS,
  view: VIEW_KEYS,
  diff: DIFF_KEYS,
  facts: FACTS_KEYS,
  image: DOCUMENT_KEYS,
  dockerfile: [],
  command: [],
  instruction: [],
  "waste-story": [],
  warnings: [],
  report: REPORT_KEYS,
  save: SAVE_KEYS,
  help: HELP_KEYS,
};
