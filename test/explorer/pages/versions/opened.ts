import { KEYS } from "../../../session/terminal.js";
import { press } from "../../start.js";
import { inverse, type Step, TO_FILE } from "../../steps.js";
import type { OpenedPage } from "../opened-page.js";

const TO_VERSIONS: readonly Step[] = [TO_FILE, ["t", "Versions ─"]];

export const OPENED: OpenedPage = {
  open: (state) => press(state, "t"),
  steps: [TO_FILE, ["t", /╭ Versions ─ \/etc\/ld\.so\.cache ─[\s\S]*~ modified/]],
  keys: {
    "open-versions in files": TO_VERSIONS,
    "open in versions": [...TO_VERSIONS, [KEYS.enter, inverse("ld.so.cache")]],
    "view-version-content in versions": [...TO_VERSIONS, ["v", "stand-in for /etc/ld.so.cache"]],
    "view-version-difference in versions": [...TO_VERSIONS, ["G", "Versions ─"], ["d", "layer 0 → layer 1"]],
  },
};
