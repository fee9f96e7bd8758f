import { escapePath } from "../../text/escape.js";
import { leftoversTitle, leftoverWords } from "../../words/leftover.js";
import type { CiResult } from "./ci-result.js";
import type { GateReport } from "./finding.js";
import { cutForReport, type Places } from "./offender-finding.js";

const SHOWN = 10;

/** Files that the image does not need, as findings; `null` if there are none. */
export function leftoversOf({ analysis, leftovers }: CiResult, places: Places): GateReport["leftovers"] {
  if (leftovers.length === 0) return null;
  const more = leftovers.length > SHOWN ? `, the largest ${SHOWN} of ${leftovers.length}` : "";
  return {
    title: `${leftoversTitle(leftovers)}${more}`,
    found: leftovers.slice(0, SHOWN).map((leftover) => {
      const { title, path, written, advice, source } = leftoverWords(analysis, leftover);
      return {
        title,
        subject: cutForReport(escapePath(path)),
        details: [{ label: written.label, text: cutForReport(written.text) }],
        advice,
        source,
        place: places(written.layer),
      };
    }),
  };
}
