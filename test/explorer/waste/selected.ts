import { KEYS } from "../../session/terminal.js";
import type { SelectedPane } from "../selected-pane.js";
import { inverse, type Step } from "../steps.js";

const ADVICE: Step = ["w", /Waste ─ \S+ ─ what to change/];
const COPIES: Step = ["c", inverse("3.63kB overwritten 0→1")];
const GROUPS: readonly Step[] = [ADVICE, ["ccc", "by cause"]];

export const SELECTED: SelectedPane = {
  steps: [ADVICE, ["c", /│ 3\.63kB overwritten 0→1 \/var\/lib\/dpkg\/status/]],
  keys: {
    "focus-waste in layers": [ADVICE],
    "open in waste": [ADVICE, COPIES, [KEYS.enter, inverse("status ")]],
    "show-waste-story in waste": [ADVICE, COPIES, ["o", "╭ Wasted copy ─"]],
    "close-group in waste": [...GROUPS, [KEYS.enter, "▾ overwritten"], [KEYS.left, "▸ overwritten"]],
    "next-grouping in waste": [ADVICE, COPIES, ["c", "by path"]],
  },
};
