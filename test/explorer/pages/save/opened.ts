import { openSave } from "../../../../src/explorer/pages/save/save-page.js";
import { KEYS } from "../../../session/terminal.js";
import { TO_FILE } from "../../steps.js";
import type { OpenedPage } from "../opened-page.js";

export const OPENED: OpenedPage = {
  open: (state) => openSave(state, "./hosts"),
  steps: [
    TO_FILE,
    ["e", "extract to ./"],
    [`/dev/null/no${KEYS.enter}`, /╭ Extract ─[\s\S]*saves +\/etc\/ld\.so\.cache/],
  ],
};
