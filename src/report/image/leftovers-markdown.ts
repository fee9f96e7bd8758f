import type { Analysis } from "../../analysis/analyze.js";
import { type Leftover, leftoverBytes } from "../../analysis/leftovers/leftovers.js";
import { layerText } from "../../image/dockerfile/instruction.js";
import { humanSize } from "../../text/bytes.js";
import { counted } from "../../text/count.js";
import { escapePath } from "../../text/escape.js";
import { code, cutText, fitting, folded, plain } from "../formats/markdown.js";

const TEXT_COLUMNS = 160;
const CHARS = 4_000;

/** What is alive and could go, for who opens it, the biggest first; no lines where there is nothing. */
export function leftoversMarkdown(
  { image, tree }: Pick<Analysis, "image" | "tree">,
  leftovers: readonly Leftover[],
): string[] {
  if (leftovers.length === 0) return [];
  const { lines, left } = fitting(leftovers, CHARS, ({ bytes, title, files, layer, places, say, source }) => {
    const [{ node }, ...others] = places;
    const more = others.length === 0 ? "" : ` and ${counted(others.length, "more place")}`;
    const instruction = layerText(image, layer);
    return [
      `- **${humanSize(bytes)} of ${plain(title)} in ${counted(files, "file")}**`,
      `  → ${plain(say)} ([why](${source}))`,
      `  - ${code(cutText(escapePath(tree.path(node)), TEXT_COLUMNS))}${more}`,
      `  - written by layer ${layer}: ${code(cutText(instruction, TEXT_COLUMNS))}`,
    ];
  });
  const rest = leftovers.slice(leftovers.length - left);
  const sum = `- and ${humanSize(leftoverBytes(rest))} in ${counted(rest.length, "more group")}: see \`--format json\``;
  return [
    "#### Leftovers",
    "",
    ...folded(`${humanSize(leftoverBytes(leftovers))} alive that could go`, [
      ...lines,
      ...(left > 0 ? [sum] : []),
    ]),
  ];
}
