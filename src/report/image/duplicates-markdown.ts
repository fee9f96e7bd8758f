import type { Analysis } from "../../analysis/analyze.js";
import type { Duplicate } from "../../analysis/waste/duplicates.js";
import { humanSize } from "../../text/bytes.js";
import { andMore, counted } from "../../text/count.js";
import { escapePath } from "../../text/escape.js";
import { code, cutText, fitting } from "../formats/markdown.js";

const PATHS_SHOWN = 3;
const PATH_COLUMNS = 160;
const CHARS = 3_000;

/** Content that is alive at several paths, the one that costs most first. */
export function duplicatesMarkdown(
  { tree }: Pick<Analysis, "tree">,
  duplicates: readonly Duplicate[],
): string[] {
  const all = duplicates.reduce((sum, { bytes }) => sum + bytes, 0);
  const { lines, left } = fitting(duplicates, CHARS, ({ bytes, nodes }) => {
    const paths = nodes
      .slice(0, PATHS_SHOWN)
      .map((node) => code(cutText(escapePath(tree.path(node)), PATH_COLUMNS)));
    const more = nodes.length - paths.length;
    return [`- ${humanSize(bytes)} ${paths.join(", ")}${more > 0 ? ` ${andMore(more)}` : ""}`];
  });
  if (duplicates.length === 0) return ["#### Duplicates", "", "None."];
  return [
    "#### Duplicates",
    "",
    `${humanSize(all)} stored more than once, ${counted(duplicates.length, "content")}.`,
    "",
    ...lines,
    ...(left > 0 ? [`- ${andMore(left)}: see \`layerx inspect --duplicates --format json\``] : []),
  ];
}
