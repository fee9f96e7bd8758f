import type { Analysis } from "../analysis/analyze.js";
import { command, type ImageConfig } from "../image/config.js";
import { platformName } from "../image/image.js";
import { humanSize } from "../text/bytes.js";
import { escapePath, escapeText, rawPath } from "../text/escape.js";
import { cutEnd } from "../text/width.js";
import { type BaseFinding, baseLine } from "./base-facts.js";
import type { Frame } from "./frame.js";

// An image ID and its label fill 80 columns.
const LABEL_COLUMNS = 9;

/** The first lines of the report: what the image is, how big, and what a container of it runs. */
export function headText(
  { image, metrics }: Analysis,
  base: BaseFinding,
  { paint, columns }: Frame,
): string[] {
  const source = image.source === "-" ? "standard input" : escapePath(rawPath(image.source));
  const [name = source, ...others] = image.references.map(escapeText);
  const builtOn = baseLine(base, image);
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
    ["runs", [command(config).map(quoted).join(" ") || "nothing by default"]],
    ["user", [config.user || "root"]],
    ["workdir", [config.workingDir || "/"]],
    ["ports", config.exposedPorts],
    ["volumes", config.volumes],
  ];
  return facts
    .filter(([, values]) => values.length > 0)
    .map(([key, values]) => [key, values.map(escapeText).join(" ")]);
}

/** A word of the command as a shell would need it. */
function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

/** `1 file`, `9,412 files`. */
export function counted(count: number, thing: string): string {
  return `${count.toLocaleString("en")} ${thing}${count === 1 ? "" : "s"}`;
}
