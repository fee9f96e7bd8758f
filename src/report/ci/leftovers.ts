import { leftoverBytes } from "../../analysis/leftovers/leftovers.js";
import { humanSize } from "../../text/bytes.js";
import { counted } from "../../text/count.js";
import { escapePath } from "../../text/escape.js";
import type { CiResult } from "./ci-result.js";
import type { GateReport } from "./finding.js";
import { cut, instructionOf, type Places } from "./story.js";

const SHOWN = 10;

/** What is alive and could go, in the words of a finding; `null` where there is nothing. */
export function leftoversOf({ analysis, leftovers }: CiResult, places: Places): GateReport["leftovers"] {
  if (leftovers.length === 0) return null;
  const more = leftovers.length > SHOWN ? `, the biggest ${SHOWN} of ${leftovers.length}` : "";
  return {
    title: `${humanSize(leftoverBytes(leftovers))} alive that could go${more}`,
    found: leftovers.slice(0, SHOWN).map(({ bytes, title, files, layer, places: found, say, source }) => ({
      title: `${humanSize(bytes)} of ${title} in ${counted(files, "file")}`,
      subject: cut(escapePath(analysis.tree.path(found[0].node))),
      details: [{ label: `written by layer ${layer}`, text: instructionOf(analysis, layer) }],
      advice: say,
      source,
      place: places(layer),
    })),
  };
}
