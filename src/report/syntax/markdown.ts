import { cutEnd } from "../../text/width.js";

/*
 * The only functions that write Markdown for GitHub and GitLab. Text from an image is written as code, in
 * which markup, links and user names have no effect.
 */

/** Returns text as code, between more backticks than it contains in a row. */
export function code(text: string): string {
  const fence = "`".repeat(longestTicks(text) + 1);
  // If both sides of a text have a space, Markdown removes one on each side, unless the text is blank.
  const apart = /^[ `]|[ `]$/.test(text) ? " " : "";
  return `${fence}${apart}${text || " "}${apart}${fence}`;
}

/** Like `code`, for a table, whose cells are split before code is recognized. */
export function cellCode(text: string): string {
  return code(text).replace(/(\\*)\|/g, "$1$1\\|");
}

/** Returns a text of layerx in which markup has no effect. */
export function plain(text: string): string {
  return text.replace(/[\\`*_[\]<>|#&~]/g, "\\$&");
}

/** Returns lines as a block of code in the colours of a language. No line can close the block. */
export function fenced(language: string, lines: readonly string[]): string[] {
  const fence = "`".repeat(Math.max(longestTicks(lines.join("\n")) + 1, 3));
  return [`${fence}${language}`, ...lines, fence];
}

/** Returns lines that the reader can open. The title contains no text from the image. */
export function folded(title: string, lines: readonly string[]): string[] {
  return [`<details><summary>${title}</summary>`, "", ...lines, "", "</details>"];
}

function longestTicks(text: string): number {
  return [...text.matchAll(/`+/g)].reduce((most, [ticks]) => Math.max(most, ticks.length), 0);
}

/** Returns a text that is short enough for a line, also if its characters have no width. */
export function cutText(text: string, columns: number): string {
  const most = columns * 2;
  if (text.length <= most) return cutEnd(text, columns);
  // The cut may split a pair of surrogates.
  return `${cutEnd(text.slice(0, most).replace(/\p{Cs}$/u, ""), columns - 1).replace(/…$/, "")}…`;
}

/**
 * Returns the first blocks of lines whose characters fit within a limit, and the number of the other blocks.
 */
export function fitting<T>(
  blocks: readonly T[],
  chars: number,
  linesOf: (block: T) => readonly string[],
): { readonly lines: string[]; readonly left: number } {
  const lines: string[] = [];
  let used = 0;
  for (const [at, block] of blocks.entries()) {
    const more = linesOf(block);
    used += more.reduce((sum, { length }) => sum + length + 1, 0);
    if (used > chars) return { lines, left: blocks.length - at };
    for (const line of more) lines.push(line);
  }
  return { lines, left: 0 };
}
