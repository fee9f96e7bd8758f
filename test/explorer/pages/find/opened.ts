import { KEYS } from "../../../session/terminal.js";
import { press } from "../../start.js";
import { type Step, without } from "../../steps.js";
import type { OpenedPage } from "../opened-page.js";

const FIND: readonly Step[] = [
  ["f", "find"],
  ["libz", "libz.so.1.3"],
  [KEYS.enter, "╭ Versions ─"],
  [KEYS.escape, without("╭ Versions ─")],
];

export const OPENED: OpenedPage = {
  open: (state) => ({ ...press(state, "fhosts"), prompt: null }),
  steps: [
    ["f", "Find in all layers"],
    ["libz", "libz.so.1.3"],
  ],
  keys: {
    "start-find in layers": [["f", /find/]],
    "open in find": [...FIND, [KEYS.enter, "╭ Versions ─"]],
    "start-find in find": [...FIND, ["/", "⏎ versions  esc back"]],
  },
};
