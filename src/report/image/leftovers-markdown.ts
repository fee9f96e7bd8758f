import type { Analysis } from "../../analysis/analyze.js";
import type { Leftover } from "../../analysis/leftovers/leftovers.js";
import { escapePath } from "../../text/escape.js";
import { leftoversTitle, leftoverWords, moreLeftovers } from "../../words/leftover.js";
import { code, cutText, fitting, folded, plain } from "../formats/markdown.js";

const TEXT_COLUMNS = 160;
const CHARS = 4_000;

/** Files that the image does not need, largest first, in a folded block; no lines if there are none. */
export function leftoversMarkdown(
  analysis: Pick<Analysis, "image" | "tree">,
  leftovers: readonly Leftover[],
): string[] {
  if (leftovers.length === 0) return [];
  const { lines, left } = fitting(leftovers, CHARS, (leftover) => {
    const { title, advice, source, path, morePlaces, written } = leftoverWords(analysis, leftover);
    return [
      `- **${plain(title)}**`,
      `  → ${plain(advice)} ([why](${source}))`,
      `  - ${code(cutText(escapePath(path), TEXT_COLUMNS))}${morePlaces}`,
      `  - ${written.label}: ${code(cutText(written.text, TEXT_COLUMNS))}`,
    ];
  });
  const rest = leftovers.slice(leftovers.length - left);
  const sum = `- and ${moreLeftovers(rest)}: see \`--format json\``;
  return ["#### Leftovers", "", ...folded(leftoversTitle(leftovers), [...lines, ...(left > 0 ? [sum] : [])])];
}
