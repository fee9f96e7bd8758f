import { createHash } from "node:crypto";
import { bigLayers } from "../../analysis/gate/offenders.js";
import type { Verdict } from "../../analysis/gate/verdict.js";
import { humanSize } from "../../text/bytes.js";
import { escapeText } from "../../text/escape.js";
import type { CiResult } from "./ci-result.js";
import type { Detail, Finding } from "./gate-finding.js";
import {
  cutForReport,
  findingAdvice,
  type OffenderFinding,
  offenderFinding,
  type Places,
} from "./offender-finding.js";
import { verdictMessage } from "./rule-message.js";

// The maximum number of offenders of a rule. The text and the JSON have all of them.
const OFFENDERS_SHOWN = 10;

/**
 * Returns the findings of the failed rules: wasted bytes and large layers. Each finding is listed under the
 * first rule that it fails. A later rule that has only such findings gets one finding that refers to it.
 */
export function findingsOf(result: CiResult, places: Places): Finding[] {
  const fingerprint = fingerprinter();
  const listed: Finding[] = [];
  const known = new Set<string>();
  for (const verdict of result.verdicts.filter(({ status }) => status !== "passed")) {
    const findings = findingsOfRule(verdict, result, places);
    const isNew = (finding: OffenderFinding) => !known.has(keyOf(finding));
    // If an earlier rule has the biggest finding, the rest of the list would be misleading.
    const shown =
      findings.length > 0 && isNew(findings[0]) ? findings.filter(isNew) : [pointer(verdict, findings)];
    for (const [index, { identity, ...finding }] of shown.entries()) {
      known.add(keyOf(finding));
      listed.push({
        ...finding,
        details: index === 0 ? [...finding.details, ...ignoredDetails(verdict)] : finding.details,
        rule: verdict.rule.name,
        level: verdict.status === "failed" ? "error" : "warning",
        verdict: escapeText(verdictMessage(verdict)),
        fingerprint: fingerprint(identity),
      });
    }
  }
  return listed;
}

function keyOf({ title, subject }: Pick<Finding, "title" | "subject">): string {
  return `${title}\0${subject}`;
}

function findingsOfRule(verdict: Verdict, result: CiResult, places: Places): OffenderFinding[] {
  const { kind, from } = verdict.rule;
  const isNew = from === "baseline";
  // If there are too many layers, no single layer is the cause, unless it is known which layers are new.
  if (kind.topic === "layer count" && !(isNew && result.grownKnown)) return [];
  const ofSize = kind.topic === "size" && !isNew;
  const big = bigLayers(result.analysis.metrics, result.imageOffenders.biggestLayers);
  return verdict.offenders
    .filter(({ layer }) => !ofSize || big.includes(layer ?? -1))
    .slice(0, OFFENDERS_SHOWN)
    .map((offender) => offenderFinding(offender, verdict, { result, places }));
}

/** Returns a finding for a rule that has no findings of its own. */
function pointer({ rule, pass }: Verdict, [first]: readonly OffenderFinding[]): OffenderFinding {
  const tooMany = rule.kind.topic === "layer count";
  const far = rule.kind.bound === "lowest" ? "below its limit" : "above its limit";
  return {
    title: pass ? "it passes only because paths are ignored" : `${rule.kind.subject} is ${far}`,
    subject: null,
    details: [],
    ...(tooMany
      ? findingAdvice({ topic: "fewer-layers" })
      : { advice: first?.advice ?? null, source: first?.source ?? null }),
    place: first?.place ?? null,
    related: first?.related ?? [],
    identity: ["rule", rule.name],
  };
}

/** Returns the active and the expired exceptions of a rule, with their reasons. */
function ignoredDetails({ ignored }: Verdict): Detail[] {
  return ignored.map(({ ignore: { until, reason, path }, expired, bytes }) => {
    const time = until === null ? "for good" : `until ${until}${expired ? ", which is over" : ""}`;
    const at = path === null ? "" : ` at ${path}`;
    const sum = path === null ? "" : ` (${humanSize(bytes)})`;
    return { label: `ignored ${time}${sum}`, text: cutForReport(escapeText(`${reason}${at}`)) };
  });
}

/**
 * Returns a function that makes fingerprints from facts that are the same in each build. Repeated facts in
 * one report get different fingerprints.
 */
function fingerprinter(): (parts: readonly string[]) => string {
  const seen = new Map<string, number>();
  return (parts) => {
    const key = parts.join("\0");
    const before = seen.get(key) ?? 0;
    seen.set(key, before + 1);
    const text = before === 0 ? key : `${key}\0${before}`;
    return createHash("sha256").update(text).digest("hex").slice(0, 32);
  };
}
