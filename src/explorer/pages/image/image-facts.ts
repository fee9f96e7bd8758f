import type { Analysis } from "../../../analysis/analyze.js";
import type { Base } from "../../../analysis/base-image.js";
import { aboveBase, type ImageMetrics } from "../../../analysis/metrics.js";
import type { Healthcheck } from "../../../image/config/config.js";
import { composeCommand } from "../../../image/config/run-command.js";
import { usualSettings } from "../../../image/config/usual-settings.js";
import type { Image } from "../../../image/image.js";
import { platformName } from "../../../image/platform.js";
import { sourceName } from "../../../image/source-name.js";
import { humanSize } from "../../../text/bytes.js";
import { counted } from "../../../text/count.js";
import { durationText } from "../../../text/duration.js";
import { escapeText } from "../../../text/escape.js";
import { shellLine } from "../../../text/shell-words.js";
import { baseLine } from "../../../words/base-words.js";
import { notSet } from "../../../words/image-words.js";
import { type RunPartWords, runWords } from "../../../words/run-words.js";
import { type DocumentSection, type Fact, fact } from "../documents/document.js";

/**
 * Returns the facts of the config: what an image is and how it runs. Values are complete, including secrets:
 * they belong to the user.
 */
export function imageFacts(analysis: Analysis, base: Base | null): DocumentSection[] {
  const { image } = analysis;
  const { config } = image;
  const labels = [...config.labels].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  return [
    section("What runs", runFacts(image)),
    section("How it runs", settingFacts(image)),
    section("Environment", listed(config.env)),
    section("Labels", listed(labels.map(([name, value]) => `${name}=${value}`))),
    section("When another image is built from it", config.onBuild.map(plain)),
    section("Image", identityFacts(analysis, base)),
    section(
      "Warnings",
      image.warnings.map(({ message }) => fact(null, escapeText(message), "warning")),
    ),
  ];
}

function section(heading: string, facts: readonly Fact[]): DocumentSection {
  return { heading: escapeText(heading), facts };
}

function runFacts(image: Image): Fact[] {
  const { argv, ignored } = composeCommand(image.config);
  const words = argv.slice(0, argv.length - ignored);
  if (words.length === 0)
    return [fact(null, escapeText("nothing by default: name a command to run it"), "dim")];
  const { parts, warning } = runWords(image);
  const known = parts.filter(({ name, by }) => (name === "ENTRYPOINT" || name === "CMD") && by !== null);
  return [
    fact("command", escapeText(shellLine(words)), "strong"),
    // If only one of the two is set, it is the same.
    ...(known.filter((part) => part.words.length > 0).length === 2
      ? [fact("as words", escapeText(JSON.stringify(words)))]
      : []),
    ...known.flatMap(partFacts),
    ...(warning === null ? [] : [fact("", warning, "warning")]),
  ];
}

/** Returns ENTRYPOINT or CMD, and the instruction that it comes from. */
function partFacts({ name, words, value, by }: RunPartWords): Fact[] {
  const isShell = words.length === 3 && /sh$/.test(words[0]) && /^-\w*c$/.test(words[1]);
  const form = isShell ? "shell form: a shell runs the line" : "exec form: started without a shell";
  return [
    fact(name, value, words.length === 0 ? "dim" : "plain"),
    ...(words.length === 0 ? [] : [fact("", escapeText(form), "dim")]),
    ...(by === null ? [] : [fact("", by, "dim")]),
  ];
}

function settingFacts({ config, platform }: Image): Fact[] {
  const usual = usualSettings(platform);
  return [
    config.user ? fact("user", escapeText(config.user)) : unset("user", usual.user),
    config.workingDir ? fact("workdir", escapeText(config.workingDir)) : unset("workdir", usual.workingDir),
    ...several("ports", config.exposedPorts),
    ...several("volumes", config.volumes),
    ...healthFacts(config.healthcheck),
    config.stopSignal
      ? fact("stop signal", escapeText(config.stopSignal))
      : unset("stop signal", usual.stopSignal),
    ...(config.shell === null ? [] : [fact("shell", escapeText(JSON.stringify(config.shell)))]),
  ];
}

function unset(label: string, usual: string | null): Fact {
  return fact(label, notSet(usual), "dim");
}

function several(label: string, values: readonly string[]): Fact[] {
  if (values.length === 0) return [fact(label, notSet(), "dim")];
  return values.map((value, row) => fact(row === 0 ? label : "", escapeText(value)));
}

function healthFacts(check: Healthcheck | null): Fact[] {
  const [kind, ...words] = check?.test ?? [];
  if (check === null || kind === undefined) return several("health", []);
  if (kind === "NONE") return [fact("health", escapeText("switched off"), "dim")];
  const line = kind === "CMD-SHELL" ? words.join(" ") : shellLine(words);
  const times = [
    ["every", check.interval],
    ["timeout", check.timeout],
    ["start period", check.startPeriod],
  ] as const;
  const known = times.flatMap(([word, value]) => (value ? [`${word} ${durationText(value)}`] : []));
  const retries = check.retries ? [counted(check.retries, "retry", "retries")] : [];
  const rest = [...known, ...retries].join(", ");
  return [fact("health", escapeText(line)), ...(rest === "" ? [] : [fact("", escapeText(rest), "dim")])];
}

function listed(values: readonly string[]): Fact[] {
  return values.length === 0 ? [fact("", notSet(), "dim")] : values.map(plain);
}

function plain(value: string): Fact {
  return fact("", escapeText(value));
}

function identityFacts({ image, metrics }: Analysis, base: Base | null): Fact[] {
  const { config, references, compressedSize } = { ...image, compressedSize: metrics.compressedSize };
  const optional = (label: string, value: string | null) =>
    value === null || value === "" ? [] : [fact(label, escapeText(value))];
  const stored = compressedSize === null ? "" : `, ${humanSize(compressedSize)} compressed`;
  const layers = counted(image.layers.length, "layer");
  return [
    ...several("tags", references),
    fact("ID", escapeText(image.id)),
    ...optional("digest", image.digest),
    fact("platform", escapeText(platformName(image.platform))),
    fact("size", escapeText(`${humanSize(metrics.size)} in ${layers}${stored}`)),
    ...baseFacts(image, metrics, base),
    fact("files", escapeText(`${counted(metrics.files, "file")}, ${humanSize(metrics.rootfsSize)}`)),
    ...optional("created", config.created),
    ...optional("author", config.author),
    fact("source", sourceName(image.source)),
    fact("format", escapeText(image.format)),
    ...optional("parent", image.parents.at(0) ?? null),
  ];
}

/** Returns the base image, the evidence for it, and the size of the layers above it. */
function baseFacts(image: Image, metrics: ImageMetrics, base: Base | null): Fact[] {
  const line = baseLine(base, image);
  if (line === null) return [];
  const facts = [fact("base", escapeText(line))];
  if (base === null || base.layers === 0) return facts;
  const { userSize } = aboveBase(metrics, base.layers);
  const layers = counted(image.layers.length - base.layers, "layer");
  return [...facts, fact("above it", escapeText(`${humanSize(userSize)} in ${layers}`))];
}
