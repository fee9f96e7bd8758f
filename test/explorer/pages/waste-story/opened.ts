import { press } from "../../start.js";
import type { OpenedPage } from "../opened-page.js";

export const OPENED: OpenedPage = {
  open: (state) => press(state, "wo"),
  steps: [
    ["w", /Waste ─ \S+ ─ what to change/],
    ["c", /│ 3\.63kB overwritten 0→1/],
    ["o", /╭ Wasted copy ─[\s\S]*path +\/var\/lib\/dpkg\/status/],
  ],
};
