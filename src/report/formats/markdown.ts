import { cutEnd } from "../../text/width.js";

/*
 * The only functions that write Markdown, as GitHub and GitLab read it. Text from an image is in code: no markup, no
 * link and no name of a person is read there.
 */

/** Text as it is: in more backticks than it has in a row. */
export function code(text: string): string {
  const fence = "`".repeat(longestTicks(text) + 1);
  // One space on either side is taken off again, where both are there and the text is no blank.
  const apart = /^[ `]|[ `]$/.test(text) ? " " : "";
  return `${fence}${apart}${text || " "}${apart}${fence}`;
}

/** As `code`, in a table: that splits its cells before it looks for code. */
export function cellCode(text: string): string {
  return code(text).replace(/(\\*)\|/g, "$1$1\\|");
}

/** Words of ours, with what is markup in them taken literally. */
export function plain(text: string): string {
  return text.replace(/[\\`*_[\]<>|#&~]/g, "\\$&");
}

/** Lines as a block of code, coloured as the language is; nothing in them closes it. */
export function fenced(language: string, lines: readonly string[]): string[] {
  const fence = "`".repeat(Math.max(longestTicks(lines.join("\n")) + 1, 3));
  return [`${fence}${language}`, ...lines, fence];
}

/** Lines that the reader can open; the title contains no text from the image. */
export function folded(title: string, lines: readonly string[]): string[] {
  return [`<details><summary>${title}</summary>`, "", ...lines, "", "</details>"];
}

function longestTicks(text: string): number {
  return [...text.matchAll(/`+/g)].reduce((most, [ticks]) => Math.max(most, ticks.length), 0);
}

/** As much of a text as a line has room for, also where its characters have no width. */
export function cutText(text: string, columns: number): string {
  const most = columns * 2;
  if (text.length <= most) return cutEnd(text, columns);
  // A pair of surrogates may have been cut in two.
  return `${cutEnd(text.slice(0, most).replace(/\p{Cs}$/u, ""), columns - 1).replace(/…$/, "")}…`;
}

/** The first blocks of lines that fit into a number of characters together, and how many blocks are left. */
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
