import { type Advice, savesBytes } from "../../analysis/advice/advice.js";
import { wasteAdviser } from "../../analysis/advice/waste-advice.js";
import type { Analysis } from "../../analysis/analyze.js";
import type { Base } from "../../analysis/base-image.js";
import type { WastedCopy } from "../../analysis/waste/causes.js";
import {
  type GroupedCopy,
  type WasteFinding,
  wasteFindingsBy,
  wasteFindingsIn,
} from "../../analysis/waste/waste-groups.js";
import { layerText } from "../../image/dockerfile/instruction.js";
import { humanSize } from "../../text/bytes.js";
import { counted } from "../../text/count.js";
import { escapePath, escapeText, type Printable } from "../../text/escape.js";
import type { Pieces } from "../../tree/pieces.js";
import { adviceWords } from "../../words/advice-words.js";
import { causeSentence, copySentence } from "../../words/cause-words.js";
import { moreFindings } from "../../words/finding-words.js";
import { remember } from "../memo.js";
import { type DocumentLine, documentLines, type Fact, fact } from "../pages/documents/document.js";
import { areDecided, type ListedGroup, type WasteRow } from "./grouping.js";
import { PreparedResult } from "./prepared-result.js";

const MOST_STORIES = 4;
/**
 * Returns the text about a selected copy or group: the cause, the advice, and the bytes that it saves. The
 * last texts are remembered.
 */
export class WasteStories {
  readonly lines: (row: WasteRow, columns: number) => readonly DocumentLine[];
  /**
   * Returns the findings of a group, from all of its copies, as in `layerx waste`. The last results are
   * remembered.
   */
  readonly ofGroup: (group: ListedGroup) => readonly WasteFinding[];
  /** Returns the advice for copies: the biggest saving first, advice that saves nothing last. */
  readonly findings: (copies: readonly WastedCopy[]) => PreparedResult<readonly ListedGroup[]>;
  readonly #advise: (copy: WastedCopy) => Advice;

  constructor(analysis: Analysis, base: Base | null) {
    this.#advise = once(wasteAdviser(analysis, base));
    this.ofGroup = remember(8, ({ key, copies }) => {
      if (key.by === "advice") return [key.finding];
      return areDecided(copies) ? wasteFindingsBy(this.#advise, copies) : [];
    });
    this.findings = remember(1, (copies) => new PreparedResult(findings(this.#advise, copies)));
    const lines = remember(2, (subject: GroupedCopy | ListedGroup, columns: number) => {
      const facts =
        "key" in subject
          ? groupFacts(analysis, subject, this.ofGroup(subject))
          : copyFacts(analysis, subject, isDecided(subject) ? this.#advise(subject) : null);
      return documentLines([{ heading: null, facts }], columns);
    });
    this.lines = (row, columns) => lines("copy" in row ? row.copy : row.group, columns);
  }
}

function* findings(
  advise: (copy: WastedCopy) => Advice,
  copies: readonly WastedCopy[],
): Pieces<readonly ListedGroup[]> {
  const groups = (yield* wasteFindingsIn(advise, copies)).map((finding): ListedGroup => {
    const { bytes, copies } = finding;
    return { key: { by: "advice", finding }, bytes, copies };
  });
  const saving = ({ key }: ListedGroup) => key.by === "advice" && savesBytes(key.finding.advice);
  return [...groups.filter(saving), ...groups.filter((group) => !saving(group))];
}

function isDecided(copy: GroupedCopy): copy is WastedCopy {
  return copy.cause !== undefined;
}

function once(advise: (copy: WastedCopy) => Advice): (copy: WastedCopy) => Advice {
  const known = new WeakMap<WastedCopy, Advice>();
  return (copy) => {
    const advice = known.get(copy) ?? advise(copy);
    known.set(copy, advice);
    return advice;
  };
}

/** Returns facts about one copy. Without advice, its cause is not known yet. */
function copyFacts(analysis: Analysis, copy: GroupedCopy, advice: Advice | null): Fact[] {
  const { layer, endedBy } = copy;
  const ended = layer === endedBy ? [] : [fact(`layer ${endedBy}`, instructionOf(analysis, endedBy), "dim")];
  return [
    ...(isDecided(copy) ? [fact(null, escapeText(copySentence(copy)))] : []),
    advice === null ? LOOKING : adviceFact(advice, copy.bytes),
    fact(`layer ${layer}`, instructionOf(analysis, layer), "dim"),
    ...ended,
    fact("path", escapePath(analysis.tree.path(copy.node)), "dim"),
  ];
}

const LOOKING = fact(null, escapeText("the advice is shown when the causes are known"), "dim");

/** Returns the findings of a group, the biggest saving first. */
function groupFacts(
  analysis: Analysis,
  { key, copies }: ListedGroup,
  stories: readonly WasteFinding[],
): Fact[] {
  const rest = stories.slice(MOST_STORIES);
  const restBytes = rest.reduce((sum, { bytes }) => sum + bytes, 0);
  return [
    ...(key.by === "cause" ? [fact(null, escapeText(causeSentence(key.cause)))] : []),
    ...(key.by === "instruction" ? [fact(null, instructionOf(analysis, key.endedBy), "dim")] : []),
    ...(key.by === "path" ? [fact(null, escapePath(analysis.tree.path(key.node)), "dim")] : []),
    ...(key.by === "layer" ? [fact(null, instructionOf(analysis, key.layer), "dim")] : []),
    ...stories.slice(0, MOST_STORIES).flatMap(storyFacts),
    ...(key.by === "advice" ? [fact(null, instructionOf(analysis, key.finding.endedBy), "dim")] : []),
    ...(areDecided(copies) ? [] : [LOOKING]),
    ...(rest.length > 0
      ? [fact(null, escapeText(`and ${moreFindings(rest.length)} with ${humanSize(restBytes)}`), "dim")]
      : []),
  ];
}

function storyFacts(story: WasteFinding): Fact[] {
  const { bytes, cause, layer, endedBy, copies } = story;
  const where = layer === endedBy ? `layer ${layer}` : `layer ${layer} → ${endedBy}`;
  const number = counted(copies.length, "file");
  return [adviceFact(story.advice, bytes), fact(null, escapeText(`${cause}, ${where}, ${number}`), "dim")];
}

function adviceFact(advice: Advice, bytes: number): Fact {
  const saving = savesBytes(advice) ? ` Saves ${humanSize(bytes)}.` : "";
  return fact(null, escapeText(`→ ${adviceWords(advice).say}${saving}`), "strong");
}

function instructionOf({ image }: Analysis, layer: number): Printable {
  return layerText(image, layer);
}
