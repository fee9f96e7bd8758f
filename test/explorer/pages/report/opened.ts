import { openReport } from "../../../../src/explorer/pages/report/report-page.js";
import { KEYS } from "../../../session/terminal.js";
import type { OpenedPage } from "../opened-page.js";

export const OPENED: OpenedPage = {
  open: (state) => openReport(state, "report.md"),
  steps: [
    ["r", "report to"],
    [KEYS.enter, /╭ Report ─[\s\S]*no reports here/],
  ],
  keys: { "start-report in layers": [["r", "report to ./flask.layerx."]] },
};
