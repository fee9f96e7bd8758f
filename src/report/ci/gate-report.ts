import type { Analysis } from "../../analysis/analyze.js";
import type { RuleDoc } from "../../analysis/gate/rules/rule-kind.js";
import type { Verdict } from "../../analysis/gate/verdict.js";
import { imageName } from "../../image/source-name.js";
import { escapePath, escapeText } from "../../text/escape.js";
import { imageWords } from "../../words/image-words.js";
import { leftoversTitle, leftoverWords } from "../../words/leftover-words.js";
import { amount, amountsApart } from "../text/amount.js";
import type { CiResult } from "./ci-result.js";
import type { GateReport, RuleReport } from "./gate-finding.js";
import { findingsOf } from "./gate-findings.js";
import { cutForReport, type Places } from "./offender-finding.js";
import { tooMuch, verdictMessage } from "./rule-message.js";
import { slimSuggestionText } from "./slim-suggestion.js";

/** Returns the gate's result in the words that all formats for other programs share. */
export function gateReport(result: CiResult, places: Places): GateReport {
  const { analysis, pass, verdicts } = result;
  return {
    image: imageName(analysis.image),
    pass,
    summary: gateSummary(analysis),
    rules: verdicts.map(ruleReport),
    findings: findingsOf(result, places),
    leftovers: leftoversOf(result, places),
    slim: slimSuggestionText(result),
  };
}

function ruleReport(verdict: Verdict): RuleReport {
  const { rule, actual, status } = verdict;
  const { kind, name, limit } = rule;
  const [is, bound] = amountsApart(actual, limit, kind.unit);
  const lowest = kind.bound === "lowest";
  const far = tooMuch(verdict);
  const { what, why, source }: RuleDoc = kind.doc;
  return {
    name,
    status,
    actual: is,
    limit: `${lowest ? "at least" : "at most"} ${bound}${far === "" ? "" : `: ${far}`}`,
    message: escapeText(verdictMessage(verdict)),
    about: what,
    why,
    more: source ?? null,
  };
}

const SHOWN = 10;

/** Returns files that the image does not need, as findings; `null` if there are none. */
function leftoversOf({ analysis, leftovers }: CiResult, places: Places): GateReport["leftovers"] {
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

/** Returns the image in numbers: `359kB in 4 layers, 20kB wasted, efficiency 94.43%`. */
export function gateSummary(analysis: Pick<Analysis, "image" | "metrics">): string {
  const { wasted, sizeInLayers } = imageWords(analysis);
  const { efficiency } = analysis.metrics;
  return `${sizeInLayers}, ${wasted}, efficiency ${amount(efficiency, "ratio")}`;
}
