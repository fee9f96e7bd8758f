/** A text that is being typed, and where in it. */
export interface TypedText {
  readonly text: string;
  /** The caret is before this code unit, never within a visible character. */
  readonly caret: number;
}

/** What a key does to a typed text, named as a shell names it. */
export type Edit =
  | "left"
  | "right"
  | "word-left"
  | "word-right"
  | "home"
  | "end"
  | "erase-before"
  | "erase-after"
  | "erase-word-before"
  | "erase-word-after"
  | "erase-to-space"
  | "erase-to-start"
  | "erase-to-end";

const SEGMENTER = new Intl.Segmenter();

/** A text with the caret behind it. */
export function typedText(text: string): TypedText {
  return { text, caret: text.length };
}

/** The text with more of it at the caret. */
export function inserted({ text, caret }: TypedText, more: string): TypedText {
  return { text: text.slice(0, caret) + more + text.slice(caret), caret: caret + more.length };
}

/** The text after an edit, as readline does it. */
export function edited(typed: TypedText, edit: Edit): TypedText {
  const { text, caret } = typed;
  switch (edit) {
    case "left":
      return { text, caret: before(typed) };
    case "right":
      return { text, caret: after(typed) };
    case "word-left":
      return { text, caret: wordBefore(typed) };
    case "word-right":
      return { text, caret: wordAfter(typed) };
    case "home":
      return { text, caret: 0 };
    case "end":
      return typedText(text);
    case "erase-before":
      return without(text, before(typed), caret);
    case "erase-after":
      return without(text, caret, after(typed));
    case "erase-word-before":
      return without(text, wordBefore(typed), caret);
    case "erase-word-after":
      return without(text, caret, wordAfter(typed));
    case "erase-to-space":
      return without(text, text.slice(0, caret).search(/\S*\s*$/), caret);
    case "erase-to-start":
      return without(text, 0, caret);
    case "erase-to-end":
      return without(text, caret, text.length);
  }
}

function without(text: string, from: number, to: number): TypedText {
  return { text: text.slice(0, from) + text.slice(to), caret: from };
}

/** The start of the character before the caret. A character is what is seen as one: a letter with its accents, a flag. */
function before({ text, caret }: TypedText): number {
  let start = 0;
  for (const { index } of SEGMENTER.segment(text)) {
    if (index >= caret) break;
    start = index;
  }
  return start;
}

function after({ text, caret }: TypedText): number {
  const at = SEGMENTER.segment(text).containing(caret);
  return at === undefined ? text.length : at.index + at.segment.length;
}

// Words are of letters and digits, as readline has them: alt-backspace takes off the last part of a path.
const WORD_BEFORE = /[\p{L}\p{N}\p{M}]*[^\p{L}\p{N}\p{M}]*$/u;
const WORD_AFTER = /^[^\p{L}\p{N}\p{M}]*[\p{L}\p{N}\p{M}]*/u;

function wordBefore({ text, caret }: TypedText): number {
  return caret - (WORD_BEFORE.exec(text.slice(0, caret))?.[0].length ?? 0);
}

function wordAfter({ text, caret }: TypedText): number {
  return caret + (WORD_AFTER.exec(text.slice(caret))?.[0].length ?? 0);
}
