import { adviser } from "../../analysis/advice.js";
import { type Advice, SOURCES } from "../../analysis/advice-sources.js";
import type { Analysis } from "../../analysis/analyze.js";
import { causeSentence, deathSentence } from "../../analysis/death.js";
import type { DeadCopy } from "../../analysis/waste.js";
import { type Offender, offenders, type WasteGroup } from "../../analysis/waste-groups.js";
import { layerText } from "../../image/instruction.js";
import { humanSize } from "../../text/bytes.js";
import { counted } from "../../text/count.js";
import { escapePath, escapeText, type Printable } from "../../text/escape.js";
import { remember } from "../memo.js";
import { type DocumentLine, documentLines, type Fact, fact } from "../pages/document.js";
import type { WasteRow } from "./waste-rows.js";

/** Copies of a group whose stories are looked at: a key must not wait for 100,000 of them. */
const MOST_TOLD = 300;
const MOST_STORIES = 4;

/** What is told of a chosen copy or group: what happened, what to change, what that saves. The last ones are remembered. */
export class WasteStories {
  readonly lines: (row: WasteRow, columns: number) => readonly DocumentLine[];

  constructor(analysis: Analysis) {
    const advise = adviser(analysis);
    const told = remember(2, (subject: DeadCopy | WasteGroup, columns: number) => {
      const facts =
        "key" in subject ? groupFacts(analysis, subject) : copyFacts(analysis, subject, advise(subject));
      return documentLines([{ heading: null, facts }], columns);
    });
    this.lines = (row, columns) => told("copy" in row ? row.copy : row.group, columns);
  }
}

function copyFacts(analysis: Analysis, copy: DeadCopy, advice: Advice): Fact[] {
  const { layer, endedBy } = copy;
  const died = layer === endedBy ? [] : [fact(`layer ${endedBy}`, instructionOf(analysis, endedBy), "dim")];
  return [
    fact(null, escapeText(deathSentence(copy))),
    adviceFact(advice, copy.bytes),
    fact(`layer ${layer}`, instructionOf(analysis, layer), "dim"),
    ...died,
    fact("path", escapePath(analysis.tree.path(copy.node)), "dim"),
  ];
}

/** The stories of a group, the one that saves most first. */
function groupFacts(analysis: Analysis, { key, copies }: WasteGroup): Fact[] {
  const stories = offenders(analysis, copies.slice(0, MOST_TOLD));
  const rest = stories.length - MOST_STORIES;
  return [
    ...(key.by === "cause" ? [fact(null, escapeText(causeSentence(key.cause)))] : []),
    ...(key.by === "instruction" ? [fact(null, instructionOf(analysis, key.endedBy), "dim")] : []),
    ...(key.by === "path" ? [fact(null, escapePath(analysis.tree.path(key.node)), "dim")] : []),
    ...(copies.length > MOST_TOLD
      ? [
          fact(
            null,
            escapeText(`Of the ${MOST_TOLD} biggest of ${counted(copies.length, "copy", "copies")}:`),
          ),
        ]
      : []),
    ...stories.slice(0, MOST_STORIES).flatMap(storyFacts),
    ...(rest > 0 ? [fact(null, escapeText(`and ${counted(rest, "more reason")}`), "dim")] : []),
  ];
}

function storyFacts({ bytes, cause, layer, endedBy, copies, ...told }: Offender): Fact[] {
  const where = layer === endedBy ? `layer ${layer}` : `layer ${layer} → ${endedBy}`;
  const number = counted(copies.length, "file");
  return [
    adviceFact({ say: told.advice, source: told.adviceSource, inevitable: told.inevitable }, bytes),
    fact(null, escapeText(`${cause}, ${where}, ${number}`), "dim"),
  ];
}

/** What another base would hold nobody knows: of one nothing is promised. */
function adviceFact({ say, source, inevitable = false }: Told, bytes: number): Fact {
  const isSaved = !inevitable && source !== SOURCES.base;
  return fact(null, escapeText(`→ ${say}${isSaved ? ` Saves ${humanSize(bytes)}.` : ""}`), "strong");
}

interface Told {
  readonly say: string;
  readonly source: string;
  readonly inevitable?: boolean;
}

function instructionOf({ image }: Analysis, layer: number): Printable {
  return layerText(image, layer);
}
