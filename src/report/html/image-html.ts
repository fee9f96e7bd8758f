import { beginsWithBase } from "../../analysis/base.js";
import type { Offender } from "../../analysis/waste/waste-groups.js";
import { layerText } from "../../image/dockerfile/instruction.js";
import { imageHead } from "../image/image-head.js";
import type { ImageFindings } from "../image/image-json.js";
import { cutLetters, lettersEach } from "./cut.js";
import { filesMapPart, filesPart } from "./files-part.js";
import { framed } from "./frame.js";
import { headPart } from "./head.js";
import { layersPart } from "./layers-part.js";
import { html, jsonMarkup } from "./markup.js";
import { duplicatesPart, leftoversPart, settingsPart, warningsPart } from "./more-parts.js";
import { packagesPart } from "./packages-part.js";
import type { LayerNote, PageData, StoryNote, TreeColumns } from "./page-data.js";
import { PAGE_SCRIPT } from "./page-script.js";
import { fileColumns, wasteColumns } from "./page-trees.js";
import { secretsPart } from "./secrets-part.js";
import { pageStyle } from "./style.js";
import { causeTone, layerTone } from "./tones.js";
import { wastePart } from "./waste-part.js";

/** What the whole page takes at most, whatever the image; a little below 2 MB. */
const PAGE_BYTES = 1_900_000;

/** Of what is left beside all else, dead copies may take so much, files the rest. */
const WASTE_SHARE = 0.3;

/**
 * `inspect --format html`: the report as one page that has everything in itself, asks for nothing from anywhere, and takes
 * less than 2 MB: of very many files the smallest are summed up by folder. It is read without its script, too.
 */
export function imageHtml(findings: ImageFindings): string {
  const { analysis, stories, copies, base } = findings;
  const { image, tree } = analysis;
  const counts = { baseLayers: base.found?.layers ?? lowestOfBase(findings), layers: image.layers.length };
  const toneOf = (layer: number) => layerTone(layer, counts);
  const advice = [...new Set(stories.map((story) => story.advice))];
  const notes = {
    layers: image.layers.map(({ index }) => layerNote(findings, index, toneOf(index))),
    stories: stories.map((story) => storyNote(story, advice)),
    advice,
  };
  const frame = (data: PageData) => page(findings, toneOf, data);
  const room = PAGE_BYTES - Buffer.byteLength(frame({ files: EMPTY, waste: EMPTY, ...notes }));
  const waste = wasteColumns(tree, copies, { stories, budget: Math.max(room * WASTE_SHARE, 0) });
  const left = room - Buffer.byteLength(jsonMarkup(waste).source);
  return frame({ files: fileColumns(tree, Math.max(left, 0)), waste, ...notes });
}

/** Where nobody knows the base: the first layer, where it brought a whole filesystem. */
function lowestOfBase({ analysis: { image } }: ImageFindings): number {
  return beginsWithBase(image) ? 1 : 0;
}

const EMPTY: TreeColumns = { names: "", kids: [0], bytes: [], tags: [], more: [] };

const LETTERS_SHOWN = 200;

/** What the instructions of all notes may take together. */
const ALL_LETTERS = 50_000;

function layerNote({ analysis: { image } }: ImageFindings, layer: number, tone: string): LayerNote {
  const instruction = layerText(image, layer);
  return {
    instruction: cutLetters(
      instruction,
      Math.min(lettersEach(image.layers.length, ALL_LETTERS), LETTERS_SHOWN),
    ),
    tone,
  };
}

function storyNote({ cause, layer, endedBy, advice }: Offender, sentences: readonly string[]): StoryNote {
  return { cause, tone: causeTone(cause), layer, endedBy, advice: sentences.indexOf(advice) };
}

function page(findings: ImageFindings, toneOf: (layer: number) => string, data: PageData): string {
  const { analysis, base, duplicates } = findings;
  const { name } = imageHead(analysis, base);
  const summed = data.files.more.reduce((sum, files) => sum + files, 0);
  return framed({
    title: `${cutLetters(name, LETTERS_SHOWN)} · layerx`,
    style: pageStyle(),
    script: PAGE_SCRIPT,
    head: headPart(findings),
    main: html`${warningsPart(analysis.image)}
${filesMapPart(analysis, toneOf)}
${layersPart(analysis, toneOf)}
${wastePart(findings, toneOf)}
${packagesPart(findings)}
${secretsPart(findings, toneOf)}
${leftoversPart(findings, toneOf)}
${duplicatesPart(analysis.tree, duplicates)}
${filesPart(analysis, { summed })}
${settingsPart(analysis.image)}`,
    foot: html`Made by layerx from the image alone. This page has everything in itself and asks for nothing.`,
    data: jsonMarkup(data),
  });
}
