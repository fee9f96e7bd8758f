import { press } from "../../start.js";
import type { OpenedPage } from "../opened-page.js";

export const OPENED: OpenedPage = {
  open: (state) => press(state, "1o"),
  steps: [["jjo", /╭ Instruction ─ 3 of 6 ─ layer 1 ─[\s\S]*RUN apt-get update/]],
};
