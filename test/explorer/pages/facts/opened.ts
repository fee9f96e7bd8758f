import { openFacts } from "../../../../src/explorer/pages/view/open-entry.js";
import { TO_TEXT, TO_VIEW } from "../../steps.js";
import type { OpenedPage } from "../opened-page.js";
import { versionsOf } from "../opened-page.js";

export const OPENED: OpenedPage = {
  open: (state) => openFacts(state, versionsOf(state)[0], null),
  steps: [...TO_VIEW, ["i", /mode +-rw-r--r--/]],
  keys: {
    "viewer-digest in facts": [...TO_TEXT, ["i", /mode +-rw-r--r--/], ["s", /sha256 +[0-9a-f]{64}/]],
  },
};
