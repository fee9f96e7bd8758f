/** A text that is being typed, with the position of the caret. */
export interface TypedText {
  readonly text: string;
  /** The caret is before this code unit, never within a visible character. */
  readonly caret: number;
}

/** An edit of a typed text, with the name that shells use. */
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

/** Returns a text with the caret at its end. */
export function typedText(text: string): TypedText {
  return { text, caret: text.length };
}

/** Inserts a text at the caret. */
export function inserted({ text, caret }: TypedText, more: string): TypedText {
  return { text: text.slice(0, caret) + more + text.slice(caret), caret: caret + more.length };
}

/** Returns the text after an edit, as in readline. */
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

/**
 * Returns the start of the visible character before the caret, for example a letter with its accents, or a
 * flag.
 */
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

// Words consist of letters and digits, as in readline: alt-backspace removes the last part of a path.
const WORD_BEFORE = /[\p{L}\p{N}\p{M}]*[^\p{L}\p{N}\p{M}]*$/u;
const WORD_AFTER = /^[^\p{L}\p{N}\p{M}]*[\p{L}\p{N}\p{M}]*/u;

function wordBefore({ text, caret }: TypedText): number {
  return caret - (WORD_BEFORE.exec(text.slice(0, caret))?.[0].length ?? 0);
}

function wordAfter({ text, caret }: TypedText): number {
  return caret + (WORD_AFTER.exec(text.slice(caret))?.[0].length ?? 0);
}
