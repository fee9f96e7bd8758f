import bash from "highlight.js/lib/languages/bash";
import c from "highlight.js/lib/languages/c";
import css from "highlight.js/lib/languages/css";
import diff from "highlight.js/lib/languages/diff";
import dockerfile from "highlight.js/lib/languages/dockerfile";
import go from "highlight.js/lib/languages/go";
import ini from "highlight.js/lib/languages/ini";
import java from "highlight.js/lib/languages/java";
import javascript from "highlight.js/lib/languages/javascript";
import json from "highlight.js/lib/languages/json";
import lua from "highlight.js/lib/languages/lua";
import makefile from "highlight.js/lib/languages/makefile";
import markdown from "highlight.js/lib/languages/markdown";
import nginx from "highlight.js/lib/languages/nginx";
import perl from "highlight.js/lib/languages/perl";
import php from "highlight.js/lib/languages/php";
import python from "highlight.js/lib/languages/python";
import ruby from "highlight.js/lib/languages/ruby";
import rust from "highlight.js/lib/languages/rust";
import sql from "highlight.js/lib/languages/sql";
import typescript from "highlight.js/lib/languages/typescript";
import xml from "highlight.js/lib/languages/xml";
import yaml from "highlight.js/lib/languages/yaml";
import { createLowlight } from "lowlight";
import type { Language } from "../pages/view/language.js";
import type { ColouredWords, ColourJob, Word } from "./job.js";
import { WORDS } from "./job.js";

/** The kind of each class of highlight.js. Source: its CSS classes reference. */
const MEANINGS: Readonly<Record<string, Word>> = {
  "hljs-keyword": "keyword",
  "hljs-built_in": "keyword",
  "hljs-literal": "keyword",
  "hljs-operator": "keyword",
  "hljs-string": "string",
  "hljs-regexp": "string",
  "hljs-char": "string",
  "hljs-comment": "comment",
  "hljs-number": "number",
  "hljs-symbol": "number",
  "hljs-bullet": "number",
  "hljs-title": "title",
  "hljs-section": "title",
  "hljs-attr": "attribute",
  "hljs-attribute": "attribute",
  "hljs-variable": "attribute",
  "hljs-property": "attribute",
  "hljs-meta": "attribute",
};

const LANGUAGES = {
  bash,
  c,
  css,
  diff,
  dockerfile,
  go,
  ini,
  java,
  javascript,
  json,
  lua,
  makefile,
  markdown,
  nginx,
  perl,
  php,
  python,
  ruby,
  rust,
  sql,
  typescript,
  xml,
  yaml,
} satisfies Readonly<Record<Language, unknown>>;

type Tree = ReturnType<ReturnType<typeof createLowlight>["highlight"]>;
type Part = Tree["children"][number];

/** Yields the words of a text, in steps of a few milliseconds. */
export async function* wordsOf(
  { language, bytes }: ColourJob,
  signal: AbortSignal,
): AsyncGenerator<ColouredWords> {
  const lowlight = createLowlight(LANGUAGES);
  for (const { from, to } of stretches(bytes)) {
    // Waits until the text is on the screen without colours.
    await new Promise<void>((resolve) => setImmediate(resolve));
    if (signal.aborted) return;
    // One char for each byte, so that positions in the text are offsets of bytes. No language has keywords
    // beyond ASCII.
    const tree = lowlight.highlight(language, bytes.toString("latin1", from, to));
    const words: number[] = [];
    collect(tree.children, { at: from, word: null }, words);
    yield words;
  }
}

/**
 * Adds the words of the parts, and returns the position after them. If words are nested, the inner word
 * counts.
 */
function collect(
  parts: readonly Part[],
  { at, word }: { at: number; word: Word | null },
  words: number[],
): number {
  let end = at;
  for (const part of parts) {
    if (part.type === "text") {
      if (word !== null && part.value !== "") words.push(end, end + part.value.length, WORDS.indexOf(word));
      end += part.value.length;
    } else if (part.type === "element") {
      end = collect(part.children, { at: end, word: meaning(part.properties.className) ?? word }, words);
    }
  }
  return end;
}

function meaning(classes: unknown): Word | null {
  const first: unknown = Array.isArray(classes) ? classes.at(0) : null;
  return typeof first === "string" ? (MEANINGS[first] ?? null) : null;
}

const SHORTEST = 12 * 1024;
const LONGEST = 24 * 1024;

/**
 * Splits a text into chunks that are coloured separately, because a kilobyte takes a millisecond. A chunk
 * ends at an empty line before a line without indent: comments and strings rarely continue there.
 */
function* stretches(bytes: Buffer): Generator<{ from: number; to: number }> {
  const text = bytes.toString("latin1");
  for (let from = 0; from < text.length; ) {
    const to =
      text.length - from <= LONGEST ? text.length : from + stretchLength(text.slice(from, from + LONGEST));
    yield { from, to };
    from = to;
  }
}

function stretchLength(text: string): number {
  const paragraph = /\n\r?\n(?=\S)/g;
  paragraph.lastIndex = SHORTEST;
  if (paragraph.test(text)) return paragraph.lastIndex;
  return Math.max(text.lastIndexOf("\n"), SHORTEST) + 1;
}
