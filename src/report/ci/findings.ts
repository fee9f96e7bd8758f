import { bigLayers } from "../../analysis/blame.js";
import { layerAdvice } from "../../analysis/layer-advice.js";
import type { Verdict } from "../../analysis/rules.js";
import type { Offender } from "../../analysis/waste-groups.js";
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
  for (const verdict of result.verdicts.filter(({ pass }) => !pass)) {
    const stories = storiesOf(verdict, result, places);
    const own = stories.filter(({ title, subject }) =>
      told.every((one) => one.title !== title || one.subject !== subject),
    );
    const shown = own.length > 0 ? own : [pointer(verdict, stories)];
    for (const { identity, ...story } of shown) {
      told.push({
        ...story,
        rule: verdict.rule.name,
        level: "error",
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

function storiesOf({ rule }: Verdict, result: CiResult, places: Places): Story[] {
  const { blame } = result;
  if (rule.kind.key === "maxSize") {
    return bigLayers(result.analysis.metrics, blame.biggestLayers).map((layer) =>
      layerStory(result, layer, places),
    );
  }
  if (rule.kind.diveKey === null) return [];
  return blame.offenders.slice(0, OFFENDERS_SHOWN).map((offender) => wasteStory(result, offender, places));
}

/** A finding for a rule that has nothing of its own to show. */
function pointer({ rule }: Verdict, [first]: readonly Story[]): Story {
  return {
    title: `${rule.kind.subject} is ${rule.kind.bound === "lowest" ? "too low" : "too high"}`,
    subject: null,
    details: [],
    advice: rule.kind.key === "maxLayers" ? JOIN_LAYERS : (first?.advice ?? null),
    place: first?.place ?? null,
    related: first?.related ?? [],
    identity: ["rule", rule.name],
  };
}

const JOIN_LAYERS = "Join RUN instructions with &&, and COPY what belongs together at once.";

function layerStory({ analysis }: CiResult, layer: number, places: Places): Story {
  const { size } = analysis.metrics.layers[layer];
  const instruction = instructionOf(analysis, layer);
  return {
    title: `layer ${layer} holds ${size === null ? "an unknown number of bytes" : humanSize(size)}`,
    subject: instruction,
    details: [],
    advice: layerAdvice(analysis.image, layer).say,
    place: places(layer),
    related: [],
    identity: ["layer", instruction],
  };
}

function wasteStory({ analysis }: CiResult, offender: Offender, places: Places): Story {
  const { bytes, cause, layer, endedBy, advice, copies } = offender;
  const paths = copies.slice(0, PATHS_SHOWN).map((copy) => ({
    label: humanSize(copy.bytes),
    text: cut(escapePath(analysis.tree.path(copy.node))),
  }));
  const [first] = paths;
  const [writer, ender] = [places(layer), places(endedBy)];
  const both = [writer, ender].filter((place) => place !== null);
  const inFiles = copies.length === 1 ? "" : ` in ${counted(copies.length, "file")}`;
  return {
    title: `${humanSize(bytes)} dead${inFiles} (${cause})`,
    subject: first.text,
    details: [
      ...(copies.length === 1 ? [] : paths),
      by(`written by layer ${layer}`, instructionOf(analysis, layer)),
      ...(endedBy === layer ? [] : [by(`dead since layer ${endedBy}`, instructionOf(analysis, endedBy))]),
    ],
    advice,
    place: both[0] ?? null,
    related: endedBy === layer ? [] : both.slice(1),
    identity: ["waste", cause, first.text],
  };
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
