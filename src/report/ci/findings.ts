import { bigLayers } from "../../analysis/blame.js";
import type { RuleOffender, Verdict } from "../../analysis/verdict.js";
import { entryOfLayer, instructionText } from "../../image/instruction.js";
import { humanSize } from "../../text/bytes.js";
import { escapePath, escapeText, type Printable } from "../../text/escape.js";
import { cutEnd } from "../../text/width.js";
import { verdictMessage } from "../ci-message.js";
import type { CiResult } from "../ci-result.js";
import { counted } from "../image-head-text.js";
import type { Detail, Finding, Place } from "./finding.js";
import { fingerprinter } from "./fingerprint.js";

/** Where the Dockerfile has the instruction that made a layer; `null` where it has none. */
export type Places = (layer: number) => Place | null;

// More would bury what counts: the text and the JSON have them all.
const OFFENDERS_SHOWN = 10;
const PATHS_SHOWN = 5;
const MOST_COLUMNS = 300;

/**
 * What the failed rules ask to change: a finding each story of dead bytes, each big layer. A story stands under the
 * first rule that it fails; a rule whose stories stand above it has one finding that points there.
 */
export function findingsOf(result: CiResult, places: Places): Finding[] {
  const fingerprint = fingerprinter();
  const told: Finding[] = [];
  for (const verdict of result.verdicts.filter(({ status }) => status !== "passed")) {
    const stories = storiesOf(verdict, result, places);
    const own = stories.filter(({ title, subject }) =>
      told.every((one) => one.title !== title || one.subject !== subject),
    );
    const shown = own.length > 0 ? own : [pointer(verdict, stories)];
    for (const [index, { identity, ...story }] of shown.entries()) {
      told.push({
        ...story,
        details: index === 0 ? [...story.details, ...ignoredDetails(verdict)] : story.details,
        rule: verdict.rule.name,
        level: verdict.status === "failed" ? "error" : "warning",
        verdict: escapeText(verdictMessage(verdict)),
        fingerprint: fingerprint(identity),
      });
    }
  }
  return told;
}

/** A finding before its rule tells about itself; `identity` is what stays the same from build to build. */
type Story = Omit<Finding, "rule" | "level" | "verdict" | "fingerprint"> & {
  readonly identity: readonly string[];
};

function storiesOf(verdict: Verdict, result: CiResult, places: Places): Story[] {
  const { key } = verdict.rule.kind;
  // Too many layers are no fault of any of them.
  if (key === "maxLayers" || key === "maxLayersAboveBase" || key === "newLayers") return [];
  const big = key === "maxSize" ? bigLayers(result.analysis.metrics, result.blame.biggestLayers) : null;
  return verdict.offenders
    .filter(({ layer }) => big === null || big.includes(layer ?? -1))
    .slice(0, OFFENDERS_SHOWN)
    .map((offender) => storyOf(offender, verdict, { result, places }));
}

/** A finding for a rule that has nothing of its own to show. */
function pointer({ rule, pass }: Verdict, [first]: readonly Story[]): Story {
  const tooMany = rule.kind.unit === "layers";
  const far = rule.kind.bound === "lowest" ? "too low" : "too high";
  return {
    title: pass ? "it holds only since paths are ignored" : `${rule.kind.subject} is ${far}`,
    subject: null,
    details: [],
    advice: tooMany ? JOIN_LAYERS : (first?.advice ?? null),
    place: first?.place ?? null,
    related: first?.related ?? [],
    identity: ["rule", rule.name],
  };
}

/** What was let pass, or no longer is, and why. */
function ignoredDetails({ ignored }: Verdict): Detail[] {
  return ignored.map(({ ignore: { until, reason }, expired }) =>
    by(`ignored until ${until}${expired ? ", which is over" : ""}`, cut(escapeText(reason))),
  );
}

const JOIN_LAYERS = "Join RUN instructions with &&, and COPY what belongs together at once.";

interface Around {
  readonly result: CiResult;
  readonly places: Places;
}

function storyOf(offender: RuleOffender, { rule }: Verdict, { result, places }: Around): Story {
  const { nodes, layer, endedBy, advice } = offender;
  const layers = [...new Set([layer, endedBy])].filter((one) => one !== null);
  const [place = null, ...related] = layers.map(places).filter((one) => one !== null);
  const paths = pathDetails(offender, result);
  const instruction = layer === null ? null : instructionOf(result.analysis, layer);
  const about = nodes.length === 0 ? instruction : paths[0].text;
  return {
    title: titleOf(offender, rule.kind.key),
    subject: about,
    details: [
      ...(nodes.length < 2 ? [] : paths),
      ...(nodes.length === 0 || layer === null || instruction === null
        ? []
        : [by(`written by layer ${layer}`, instruction)]),
      ...(endedBy === null || endedBy === layer
        ? []
        : [by(`dead since layer ${endedBy}`, instructionOf(result.analysis, endedBy))]),
    ],
    advice,
    place,
    related,
    identity: [offender.cause ?? (nodes.length === 0 ? "layer" : "paths"), about ?? ""],
  };
}

function titleOf({ bytes, nodes, layer, cause }: RuleOffender, key: string): string {
  if (nodes.length === 0) return `layer ${layer} holds ${humanSize(bytes)}`;
  if (cause !== null) {
    const inFiles = nodes.length === 1 ? "" : ` in ${counted(nodes.length, "file")}`;
    return `${humanSize(bytes)} dead${inFiles} (${cause})`;
  }
  return key === "forbidden" || key === "newForbidden"
    ? counted(nodes.length, "forbidden path")
    : `${humanSize(bytes)} in ${counted(nodes.length, "path")}`;
}

/** The first paths, with their sizes where they are dead. */
function pathDetails(
  { nodes, layer, endedBy, cause }: RuleOffender,
  { analysis, blame }: CiResult,
): Detail[] {
  const same = blame.offenders.filter(
    (one) => one.layer === layer && one.endedBy === endedBy && one.cause === cause,
  );
  const sizes = new Map(same.flatMap(({ copies }) => copies.map(({ node, bytes }) => [node, bytes])));
  return nodes.slice(0, PATHS_SHOWN).map((node) => {
    const bytes = sizes.get(node);
    return by(bytes === undefined ? "path" : humanSize(bytes), cut(escapePath(analysis.tree.path(node))));
  });
}

function by(label: string, text: Printable): Detail {
  return { label, text };
}

/** A layer's instruction, printable, or as much of it as a report has room for. */
export function instructionOf({ image }: CiResult["analysis"], layer: number): Printable {
  return cut(instructionText(entryOfLayer(image, layer)?.createdBy ?? null));
}

/** As much of a text as a report has room for. */
export function cut(text: Printable): Printable {
  return cutEnd(text, MOST_COLUMNS) as Printable;
}
