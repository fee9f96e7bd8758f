import { openDifference } from "../../../../src/explorer/pages/view/open-entry.js";
import { type Step, TO_VIEW } from "../../steps.js";
import type { OpenedPage } from "../opened-page.js";
import { versionsOf } from "../opened-page.js";

const TO_DIFF: readonly Step[] = [...TO_VIEW, ["d", "layer 0 → layer 1"]];

export const OPENED: OpenedPage = {
  open: (state) => {
    const [before, after] = versionsOf(state);
    return openDifference(state, before, after);
  },
  steps: [...TO_VIEW, ["d", /layer 0 → layer 1 ─ \+/]],
  keys: {
    "viewer-facts in diff": [...TO_DIFF, ["i", /mode +-rw-r--r--/]],
    "viewer-next-hunk in diff": [...TO_DIFF, ["n", "there is no change below"]],
    "viewer-hunk-before in diff": [...TO_DIFF, ["N", "there is no change above"]],
    "viewer-after in diff": [...TO_DIFF, ["v", "╭ /etc/ld.so.cache ─ line 1"]],
  },
};
