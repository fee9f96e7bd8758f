import type { Advice } from "../../analysis/advice/advice.js";
import type { Rule } from "../../analysis/gate/rule.js";
import type { RuleOffender, Verdict } from "../../analysis/gate/verdict.js";
import { layerText } from "../../image/dockerfile/instruction.js";
import { humanSize } from "../../text/bytes.js";
import { counted } from "../../text/count.js";
import { escapePath, type Printable } from "../../text/escape.js";
import { cutEnd } from "../../text/width.js";
import { adviceWords } from "../../words/advice-words.js";
import { endedByLayer } from "../../words/cause-words.js";
import { findingTitle, writtenByLayer } from "../../words/finding-words.js";
import type { CiResult } from "./ci-result.js";
import type { Detail, DockerfilePlace, Finding } from "./gate-finding.js";

/** Returns the place of a layer's instruction in the Dockerfile; `null` if it is not known. */
export type Places = (layer: number) => DockerfilePlace | null;

const PATHS_SHOWN = 5;
const MOST_COLUMNS = 300;

/** A finding without the facts of its rule. `identity` is the same in each build. */
export type OffenderFinding = Omit<Finding, "rule" | "level" | "verdict" | "fingerprint"> & {
  readonly identity: readonly string[];
};

interface Around {
  readonly result: CiResult;
  readonly places: Places;
}

/** Returns an offender of a rule as a finding. */
export function offenderFinding(
  offender: RuleOffender,
  { rule }: Verdict,
  { result, places }: Around,
): OffenderFinding {
  const { nodes, layer, endedBy, cause } = offender;
  const layers = [...new Set([layer, endedBy])].filter((one) => one !== null);
  const [place = null, ...related] = layers.map(places).filter((one) => one !== null);
  const paths = pathDetails(offender, result);
  const instruction = layer === null ? null : instructionOf(result.analysis, layer);
  const about = nodes.length === 0 ? instruction : paths[0].text;
  return {
    title: titleOf(offender, rule),
    subject: about,
    details: [
      ...(nodes.length < 2 ? [] : paths),
      ...(nodes.length === 0 || layer === null || instruction === null
        ? []
        : [by(writtenByLayer(layer), instruction)]),
      ...(cause === null || endedBy === null || endedBy === layer
        ? []
        : [by(endedByLayer(cause, endedBy), instructionOf(result.analysis, endedBy))]),
    ],
    ...findingAdvice(offender.advice),
    place,
    related,
    identity: [offender.cause ?? (nodes.length === 0 ? "layer" : "paths"), about ?? ""],
  };
}

function titleOf({ bytes, nodes, layer, cause, baseOnly }: RuleOffender, { kind, from }: Rule): string {
  if (from === "baseline" && kind.topic === "layer count") return `layer ${layer} is new`;
  if (from === "baseline" && kind.topic === "size") return `layer ${layer} stores ${humanSize(bytes)} more`;
  if (nodes.length === 0) return `layer ${layer} stores ${humanSize(bytes)}`;
  if (cause !== null) {
    return findingTitle({ bytes, files: nodes.length, cause, baseOnly: baseOnly === true });
  }
  return kind.unit === "paths"
    ? counted(nodes.length, "forbidden path")
    : `${humanSize(bytes)} in ${counted(nodes.length, "path")}`;
}

/** Returns the first paths, with their sizes if they are wasted. */
function pathDetails(
  { nodes, layer, endedBy, cause }: RuleOffender,
  { analysis, imageOffenders }: CiResult,
): Detail[] {
  const same = imageOffenders.waste.filter(
    (one) => one.layer === layer && one.endedBy === endedBy && one.cause === cause,
  );
  const sizes = new Map(same.flatMap(({ copies }) => copies.map(({ node, bytes }) => [node, bytes])));
  return nodes.slice(0, PATHS_SHOWN).map((node) => {
    const bytes = sizes.get(node);
    return by(
      bytes === undefined ? "path" : humanSize(bytes),
      cutForReport(escapePath(analysis.tree.path(node))),
    );
  });
}

function by(label: string, text: Printable): Detail {
  return { label, text };
}

/** Returns a layer's instruction, printable, and shortened for a report. */
function instructionOf({ image }: CiResult["analysis"], layer: number): Printable {
  return cutForReport(layerText(image, layer));
}

/** Returns advice as fields of a finding; both are `null` if there is no advice. */
export function findingAdvice(advice: Advice | null): Pick<Finding, "advice" | "source"> {
  if (advice === null) return { advice: null, source: null };
  const { say, source } = adviceWords(advice);
  return { advice: say, source };
}

/** Returns a text that is short enough for a report. */
export function cutForReport(text: Printable): Printable {
  return cutEnd(text, MOST_COLUMNS) as Printable;
}
