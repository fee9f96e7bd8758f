import { openEntry } from "../../../../src/explorer/pages/view/open-entry.js";
import { KEYS } from "../../../session/terminal.js";
import { type Step, TO_TEXT, TO_VIEW, without } from "../../steps.js";
import type { OpenedPage } from "../opened-page.js";
import { versionsOf } from "../opened-page.js";

const SEARCH: readonly Step[] = [
  ...TO_TEXT,
  ["/", "text to search for"],
  ["ID", "1 of"],
  [KEYS.enter, without("keep")],
];

export const OPENED: OpenedPage = {
  open: (state) => openEntry(state, versionsOf(state)[0]),
  steps: TO_VIEW,
  keys: {
    "start-search in view": [...TO_TEXT, ["/", "text to search for"]],
    "start-line in view": [...TO_TEXT, [":", "a line of"]],
    "viewer-wrap in view": [...TO_TEXT, ["W", "wrapped"]],
    "viewer-hex in view": [...TO_TEXT, ["x", "4e 41 4d 45"]],
    "viewer-facts in view": [...TO_TEXT, ["i", /mode +-rw-r--r--/]],
    "viewer-difference in view": [...TO_VIEW, ["d", "layer 0 → layer 1"]],
    "viewer-back in view": [...TO_TEXT, [KEYS.escape, without("Lesson Linux")]],
    "viewer-next-match in view": [...SEARCH, ["n", "2 of"]],
    "viewer-match-before in view": [...SEARCH, ["n", "2 of"], ["N", "1 of"]],
  },
};
