import { durationText } from "../../text/duration.js";
import { type Healthcheck, type ImageConfig, nameAndValue } from "../config/config.js";
import type { HistoryEntry } from "../history.js";
import { type DockerfileFacts, writtenInstruction } from "./history-instruction.js";
import { splitPairs, writtenPair } from "./history-pairs.js";
import { isInstruction, lastInstruction } from "./instruction.js";
import {
  instructionArgument,
  isSameText,
  jsonWords,
  type Setting,
  settingInstruction,
} from "./setting-instruction.js";

/** The PATH of a container if the image does not set one. BuildKit writes it into the config. */
const USUAL_PATH = "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

/**
 * Returns settings of the config that no instruction of the history sets to this value, as lines of a valid
 * Dockerfile. These are all settings if another tool than a Dockerfile builder made the image, and `ONBUILD`
 * if BuildKit did.
 */
export function configInstructions(history: readonly HistoryEntry[], facts: DockerfileFacts): string[] {
  const { config } = facts;
  const list = (words: readonly string[] | null) =>
    words === null || words.length === 0 ? [] : [JSON.stringify(words)];
  const one = (value: string | null) => (value === null || value === "" ? [] : [value]);
  const written = (keyword: string, values: readonly string[]) =>
    values.flatMap((value) => writtenInstruction(`${keyword} ${value}`, facts));
  const lines = (setting: Setting, values: readonly string[]) =>
    settingInstruction({ config, history }, setting) >= 0 ? [] : written(setting, values);
  const ports = withoutNamed(config.exposedPorts, wordsOf("EXPOSE", history));
  const volumes = withoutNamed(config.volumes, wordsOf("VOLUME", history));
  // BuildKit writes the engine's default working directory into every config.
  const isUsualFolder = config.workingDir === "/" && lastInstruction(history, "WORKDIR") < 0;
  const variables = config.env.filter((variable) => variable !== USUAL_PATH).map(nameAndValue);
  return [
    ...pairs("ENV", variables, history, facts),
    ...pairs("LABEL", [...config.labels], history, facts),
    ...written("EXPOSE", ports.length > 0 ? [ports.join(" ")] : []),
    ...written("VOLUME", list(volumes)),
    ...lines("USER", one(config.user)),
    ...lines("WORKDIR", isUsualFolder ? [] : one(config.workingDir)),
    ...lines("SHELL", list(config.shell)),
    ...lines("STOPSIGNAL", one(config.stopSignal)),
    ...lines("HEALTHCHECK", healthcheck(config.healthcheck)),
    ...commands({ config, history }).flatMap(([setting, words]) => written(setting, [JSON.stringify(words)])),
    ...(lastInstruction(history, "ONBUILD") < 0 ? written("ONBUILD", config.onBuild) : []),
  ];
}

/**
 * Returns ENTRYPOINT and CMD, if the history does not set them to these words. A tool that sets one of them
 * often removes the other one, which needs an instruction, too.
 */
function commands(image: {
  config: ImageConfig;
  history: readonly HistoryEntry[];
}): ["ENTRYPOINT" | "CMD", readonly string[]][] {
  const { entrypoint, cmd } = image.config;
  const all: ["ENTRYPOINT" | "CMD", readonly string[]][] = [
    ["ENTRYPOINT", entrypoint ?? []],
    ["CMD", cmd ?? []],
  ];
  const other = all.filter(([setting]) => settingInstruction(image, setting) < 0);
  const isSet = other.some(([, words]) => words.length > 0);
  return other.filter(
    ([setting, words]) => words.length > 0 || (isSet && lastInstruction(image.history, setting) >= 0),
  );
}

/** Returns the arguments of all instructions of a kind. */
function argumentsOf(keyword: string, history: readonly HistoryEntry[]): string[] {
  return history.filter((entry) => isInstruction(entry, keyword)).map(instructionArgument);
}

/** Returns the words of all EXPOSE or VOLUME instructions, in any form. */
function wordsOf(keyword: "EXPOSE" | "VOLUME", history: readonly HistoryEntry[]): string[] {
  return argumentsOf(keyword, history).flatMap((text) => jsonWords(text) ?? text.split(/[\s,"'[\]]+/));
}

/** Returns the ports or volumes that are not among the words. A word with a variable or a range may be any. */
function withoutNamed(values: readonly string[], words: readonly string[]): readonly string[] {
  if (words.some((word) => word.includes("$") || /^\d+-\d+/.test(word))) return [];
  const named = new Set(words);
  return values.filter((value) => !named.has(value) && !named.has(value.replace(/\/tcp$/, "")));
}

/** Returns the pairs that no instruction of this kind sets to this value. */
function pairs(
  keyword: "ENV" | "LABEL",
  all: readonly (readonly [string, string])[],
  history: readonly HistoryEntry[],
  { windows }: DockerfileFacts,
): string[] {
  const names = new Set(all.map(([name]) => name));
  // A value ends before the next name of the config, or before one that the config does not have any more.
  const set = [names, null].map(
    (ends) => new Map(argumentsOf(keyword, history).flatMap((text) => splitPairs(text, ends))),
  );
  const isSet = (name: string, value: string) =>
    set.some((pairs) => pairs.has(name) && isSameText(pairs.get(name) ?? "", value));
  return all
    .filter(([name, value]) => !isSet(name, value))
    .map(([name, value]) => {
      const pair = writtenPair(name, value, windows ? "`" : "\\");
      return pair === null ? `# ${keyword} that cannot be written on a line: ${name}` : `${keyword} ${pair}`;
    });
}

/**
 * Returns a health check as far as a Dockerfile can express it: it cannot have options without the test, or
 * an unknown kind of test.
 */
function healthcheck(check: Healthcheck | null): string[] {
  const parses = check !== null && ["NONE", "CMD", "CMD-SHELL"].includes(check.test[0]);
  return parses ? [writtenHealthcheck(check)] : [];
}

/**
 * Returns a health check as written after `HEALTHCHECK` in a Dockerfile: `--interval=30s CMD ["ping"]`,
 * `--retries=3 CMD curl localhost`, `NONE`. It has only options if the base image defines the test. A test of
 * an unknown kind is written as JSON.
 */
export function writtenHealthcheck({ test, interval, timeout, startPeriod, retries }: Healthcheck): string {
  const [kind, ...words] = test;
  if (kind === "NONE") return "NONE";
  const options = [
    ...Object.entries({ interval, timeout, "start-period": startPeriod }).flatMap(([name, value]) =>
      value ? [`--${name}=${durationText(value)}`] : [],
    ),
    ...(retries ? [`--retries=${retries}`] : []),
  ];
  return [...options, ...command(kind, words)].join(" ");
}

function command(kind: string | undefined, words: readonly string[]): string[] {
  if (kind === undefined) return [];
  if (kind === "CMD-SHELL") return ["CMD", ...words];
  return kind === "CMD" ? ["CMD", JSON.stringify(words)] : [JSON.stringify([kind, ...words])];
}
