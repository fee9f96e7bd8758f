import { adviser } from "../../analysis/advice.js";
import { type Advice, SOURCES } from "../../analysis/advice-sources.js";
import type { Analysis } from "../../analysis/analyze.js";
import type { Base } from "../../analysis/base.js";
import { causeSentence, deathSentence } from "../../analysis/death.js";
import type { DeadCopy } from "../../analysis/waste.js";
import { type Offender, offendersBy, type WasteGroup } from "../../analysis/waste-groups.js";
import { layerText } from "../../image/instruction.js";
import { humanSize } from "../../text/bytes.js";
import { counted } from "../../text/count.js";
import { escapePath, escapeText, type Printable } from "../../text/escape.js";
import type { Pieces } from "../../tree/pieces.js";
import { remember } from "../memo.js";
import { type DocumentLine, documentLines, type Fact, fact } from "../pages/documents/document.js";
import type { WasteRow } from "./waste-rows.js";

const MOST_STORIES = 4;
/** Copies that are advised on in one piece. */
const PIECE_COPIES = 512;

/** What is told of a chosen copy or group: what happened, what to change, what that saves. The last ones are remembered. */
export class WasteStories {
  readonly lines: (row: WasteRow, columns: number) => readonly DocumentLine[];
  /** The stories of a group, from all of its copies: those of `layerx waste`. The last ones are remembered. */
  readonly ofGroup: (group: WasteGroup) => readonly Offender[];
  readonly #advise: (copy: DeadCopy) => Advice;

  constructor(analysis: Analysis, base: Base | null) {
    this.#advise = once(adviser(analysis, base));
    this.ofGroup = remember(8, ({ copies }) => offendersBy(this.#advise, copies));
    const told = remember(2, (subject: DeadCopy | WasteGroup, columns: number) => {
      const facts =
        "key" in subject
          ? groupFacts(analysis, subject, this.ofGroup(subject))
          : copyFacts(analysis, subject, this.#advise(subject));
      return documentLines([{ heading: null, facts }], columns);
    });
    this.lines = (row, columns) => told("copy" in row ? row.copy : row.group, columns);
  }

  /** Finds the advice on all copies, so that no key waits for it. */
  *prepare(copies: readonly DeadCopy[]): Pieces<void> {
    for (let from = 0; from < copies.length; from += PIECE_COPIES) {
      for (const copy of copies.slice(from, from + PIECE_COPIES)) this.#advise(copy);
      yield;
    }
  }
}

function once(advise: (copy: DeadCopy) => Advice): (copy: DeadCopy) => Advice {
  const known = new WeakMap<DeadCopy, Advice>();
  return (copy) => {
    const advice = known.get(copy) ?? advise(copy);
    known.set(copy, advice);
    return advice;
  };
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
function groupFacts(analysis: Analysis, { key }: WasteGroup, stories: readonly Offender[]): Fact[] {
  const rest = stories.slice(MOST_STORIES);
  const restBytes = rest.reduce((sum, { bytes }) => sum + bytes, 0);
  return [
    ...(key.by === "cause" ? [fact(null, escapeText(causeSentence(key.cause)))] : []),
    ...(key.by === "instruction" ? [fact(null, instructionOf(analysis, key.endedBy), "dim")] : []),
    ...(key.by === "path" ? [fact(null, escapePath(analysis.tree.path(key.node)), "dim")] : []),
    ...(key.by === "layer" ? [fact(null, instructionOf(analysis, key.layer), "dim")] : []),
    ...stories.slice(0, MOST_STORIES).flatMap(storyFacts),
    ...(rest.length > 0
      ? [
          fact(
            null,
            escapeText(`and ${counted(rest.length, "more reason")} with ${humanSize(restBytes)}`),
            "dim",
          ),
        ]
      : []),
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
