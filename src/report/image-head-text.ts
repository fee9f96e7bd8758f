import type { Analysis } from "../analysis/analyze.js";
import { baseLine } from "../analysis/base-words.js";
import type { ImageConfig } from "../image/config.js";
import { platformName } from "../image/image.js";
import { composeCommand } from "../image/run-command.js";
import { sourceName } from "../image/source-name.js";
import { humanSize } from "../text/bytes.js";
import { counted } from "../text/count.js";
import { escapeText } from "../text/escape.js";
import { shellLine } from "../text/shell-words.js";
import { cutEnd } from "../text/width.js";
import type { BaseFinding } from "./base-facts.js";
import type { Frame } from "./frame.js";

// An image ID and its label fill 80 columns.
const LABEL_COLUMNS = 9;

/** The first lines of the report: what the image is, how big, and what a container of it runs. */
export function headText(
  { image, metrics }: Analysis,
  base: BaseFinding,
  { paint, columns }: Frame,
): string[] {
  const source = sourceName(image.source);
  const [name = source, ...others] = image.references.map(escapeText);
  const builtOn = baseLine(base.found, image);
  const layers = counted(metrics.layers.length, "layer");
  const facts: [string, string][] = [
    ...(name === source ? [] : [["source", source] satisfies [string, string]]),
    ...(others.length > 0 ? [["also", others.join(" ")] satisfies [string, string]] : []),
    ["id", escapeText(image.id)],
    ["created", escapeText(image.config.created ?? "unknown")],
    [
      "size",
      `${humanSize(metrics.size)} in ${layers}, ${counted(metrics.files, "file")}${compressed(metrics)}`,
    ],
    ...(builtOn === null ? [] : [["base", builtOn] satisfies [string, string]]),
    ...configFacts(image.config),
  ];
  const title = `${paint.bold(cutEnd(name, columns))}  ${escapeText(platformName(image.platform))}  ${image.format}`;
  const label = (text: string) => paint.dim(text.padEnd(LABEL_COLUMNS));
  return [title, ...facts.map(([key, value]) => `${label(key)}${cutEnd(value, columns - LABEL_COLUMNS)}`)];
}

function compressed({ compressedSize }: Analysis["metrics"]): string {
  return compressedSize === null ? "" : `, ${humanSize(compressedSize)} compressed`;
}

function configFacts(config: ImageConfig): [string, string][] {
  const facts: [string, readonly string[]][] = [
    ["runs", [runs(config)]],
    ["user", [config.user || "root"]],
    ["workdir", [config.workingDir || "/"]],
    ["ports", config.exposedPorts],
    ["volumes", config.volumes],
  ];
  return facts
    .filter(([, values]) => values.length > 0)
    .map(([key, values]) => [key, values.map(escapeText).join(" ")]);
}

function runs(config: ImageConfig): string {
  const { argv, ignored } = composeCommand(config);
  return shellLine(argv.slice(0, argv.length - ignored)) || "nothing by default";
}
