import type { Version } from "../../analysis/paths/path-versions.js";
import { layerText } from "../../image/dockerfile/instruction.js";
import { modeText } from "../../image/mode.js";
import { humanSize } from "../../text/bytes.js";
import { palette } from "../../text/colour.js";
import { escapePath } from "../../text/escape.js";
import { cutEnd } from "../../text/width.js";
import { ADDED, MODIFIED, REMOVED } from "../../tree/changes.js";
import { linkTarget } from "./entry-facts.js";
import type { FoundRecord } from "./find-json.js";

const SIGNS = { [ADDED]: "+", [MODIFIED]: "~", [REMOVED]: "-" } as const;

export interface FindTextOptions {
  readonly colour: boolean;
  readonly columns: number;
}

/**
 * Yields matches for people: each path, and below it one line for each layer that added, changed or removed
 * it.
 */
export function* findReportText(found: FoundRecord, { colour, columns }: FindTextOptions): Generator<string> {
  const { bold, green, yellow, red, dim } = palette({ colour });
  const paint = { [ADDED]: green, [MODIFIED]: yellow, [REMOVED]: red };
  const { tree, image, versions } = found;
  const layerColumns = String(Math.max(image.layers.length - 1, 0)).length;
  for (const [node, made] of versions) {
    yield `${bold(escapePath(tree.path(node)))}\n`;
    for (const version of made) {
      const { layer, change } = version;
      const facts = ` ${String(layer).padStart(layerColumns)} ${SIGNS[change]} ${versionText(found, version)}`;
      const instruction = layerText(image, layer);
      const room = Math.max(columns - facts.length - 2, 20);
      yield `${paint[change](facts)}  ${dim(cutEnd(instruction, room))}\n`;
    }
  }
}

function versionText({ tree: { entries } }: FoundRecord, { row, change }: Version): string {
  const target = linkTarget(entries, row);
  const type = entries.type(row);
  const arrow = type === "hardlink" ? "=>" : "->";
  const size = type === "file" ? humanSize(entries.bytes(row)) : "";
  const owner = `${entries.uid(row)}:${entries.gid(row)}`;
  const shown = change === REMOVED ? "removed   " : modeText(type, entries.mode(row));
  return `${shown} ${owner.padStart(5)} ${size.padStart(7)}${target === null ? "" : ` ${arrow} ${target}`}`;
}
