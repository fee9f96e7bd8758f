import type { Analysis } from "../../analysis/analyze.js";
import type { ImageConfig } from "../../image/config/config.js";
import { composeCommand } from "../../image/config/run-command.js";
import { usualSettings } from "../../image/config/usual-settings.js";
import type { Image } from "../../image/image.js";
import { sourceName } from "../../image/source-name.js";
import { humanSize } from "../../text/bytes.js";
import { counted } from "../../text/count.js";
import { escapeText, type Printable } from "../../text/escape.js";
import { shellLine } from "../../text/shell-words.js";
import { baseLine } from "../../words/base-words.js";
import { imageWords } from "../../words/image-words.js";
import type { BaseFinding } from "./base-facts.js";

/**
 * The first facts about an image: what it is, its size, and the command that a container of it runs. For all
 * reports for people.
 */
export interface ImageHead {
  readonly name: Printable;
  readonly platform: Printable;
  readonly format: string;
  readonly facts: readonly HeadFact[];
}

interface HeadFact {
  /** The label, one word: `size`, `runs`. */
  readonly label: string;
  readonly text: Printable;
  /** True if the text contains nothing from the image. */
  readonly ours: boolean;
}

export function imageHead({ image, metrics }: Analysis, base: BaseFinding): ImageHead {
  const source = sourceName(image.source);
  const { name, platform, sizeInLayers } = imageWords({ image, metrics });
  const others = image.references.slice(1);
  const builtOn = baseLine(base.found, image);
  const fact = (label: string, text: string): HeadFact => ({ label, text: escapeText(text), ours: false });
  return {
    name,
    platform,
    format: image.format,
    facts: [
      ...(image.references.length === 0 ? [] : [fact("source", source)]),
      ...(others.length > 0 ? [fact("also", others.join(" "))] : []),
      fact("id", image.id),
      fact("created", image.config.created ?? "unknown"),
      {
        ...fact("size", `${sizeInLayers}, ${counted(metrics.files, "file")}${compressed(metrics)}`),
        ours: true,
      },
      ...(builtOn === null ? [] : [fact("base", builtOn)]),
      ...configFacts(image).map(([label, text]) => fact(label, text)),
    ],
  };
}

function compressed({ compressedSize }: Analysis["metrics"]): string {
  return compressedSize === null ? "" : `, ${humanSize(compressedSize)} compressed`;
}

function configFacts({ config, platform }: Image): [label: string, text: string][] {
  const usual = usualSettings(platform);
  const facts: [string, readonly string[]][] = [
    ["runs", [runs(config)]],
    ["user", [config.user || usual.user]],
    ["workdir", [config.workingDir || usual.workingDir]],
    ["ports", config.exposedPorts],
    ["volumes", config.volumes],
  ];
  return facts.filter(([, values]) => values.length > 0).map(([label, values]) => [label, values.join(" ")]);
}

function runs(config: ImageConfig): string {
  const { argv, ignored } = composeCommand(config);
  return shellLine(argv.slice(0, argv.length - ignored)) || "nothing by default";
}
