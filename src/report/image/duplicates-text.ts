import type { Analysis } from "../../analysis/analyze.js";
import type { Duplicate } from "../../analysis/waste/duplicates.js";
import { humanSize } from "../../text/bytes.js";
import { andMore, counted } from "../../text/count.js";
import { escapePath } from "../../text/escape.js";
import { cutEnd } from "../../text/width.js";
import type { Frame } from "../formats/frame.js";

const GROUPS_SHOWN = 10;
const PATHS_SHOWN = 3;

/** Content that is alive at several paths: no waste, but bytes that a link would save. */
export function duplicatesText(
  { tree }: Analysis,
  duplicates: readonly Duplicate[],
  { paint, columns }: Frame,
): string[] {
  if (duplicates.length === 0) return [`${paint.bold("Duplicates")}: none`];
  const all = duplicates.reduce((sum, { bytes }) => sum + bytes, 0);
  const lines = duplicates.slice(0, GROUPS_SHOWN).flatMap(({ bytes, nodes }) => {
    const paths = nodes
      .slice(0, PATHS_SHOWN)
      .map((node) => cutEnd(escapePath(tree.path(node)), columns - 11));
    const more = nodes.length > PATHS_SHOWN ? [`${andMore(nodes.length - PATHS_SHOWN)}`] : [];
    const [first, ...others] = [...paths, ...more];
    return [`${humanSize(bytes).padStart(9)}  ${first}`, ...others.map((path) => `${" ".repeat(11)}${path}`)];
  });
  const left = duplicates.length - GROUPS_SHOWN;
  return [
    `${paint.bold("Duplicates")}: ${humanSize(all)} stored more than once, ${counted(duplicates.length, "content")}`,
    ...lines,
    ...(left > 0 ? [paint.dim(`${" ".repeat(11)}${andMore(left)}; all with --format json`)] : []),
  ];
}
