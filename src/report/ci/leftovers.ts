import { escapePath } from "../../text/escape.js";
import { leftoversTitle, leftoverWords } from "../../words/leftover.js";
import type { CiResult } from "./ci-result.js";
import type { GateReport } from "./finding.js";
import { cut, type Places } from "./story.js";

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
        subject: cut(escapePath(path)),
        details: [{ label: written.label, text: cut(written.text) }],
        advice,
        source,
        place: places(written.layer),
      };
    }),
  };
}
