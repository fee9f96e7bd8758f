import { durationText } from "../../text/duration.js";
import { type Healthcheck, nameAndValue } from "../config/config.js";
import type { HistoryEntry } from "../history.js";
import { type DockerfileFacts, writtenInstruction } from "./history-instruction.js";
import { writtenPair } from "./history-pairs.js";
import { lastInstruction, withoutBuilder } from "./instruction.js";

/** The PATH of a container if the image does not set one. BuildKit writes it into the config. */
const USUAL_PATH = "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

/**
 * Returns settings of the config that no instruction of the history sets, as lines of a valid Dockerfile.
 * These are all settings if another tool than a Dockerfile builder made the image, and `ONBUILD` if BuildKit
 * did.
 */
export function configInstructions(history: readonly HistoryEntry[], facts: DockerfileFacts): string[] {
  const { config } = facts;
  const list = (words: readonly string[] | null) =>
    words === null || words.length === 0 ? [] : [JSON.stringify(words)];
  const one = (value: string | null) => (value === null || value === "" ? [] : [value]);
  const lines = (keyword: string, values: readonly string[]) =>
    values.length === 0 || lastInstruction(history, keyword) >= 0
      ? []
      : values.flatMap((value) => writtenInstruction(`${keyword} ${value}`, facts));
  return [
    ...pairs(
      "ENV",
      config.env.filter((variable) => variable !== USUAL_PATH).map(nameAndValue),
      history,
      facts,
    ),
    ...pairs("LABEL", [...config.labels], history, facts),
    ...lines("EXPOSE", config.exposedPorts.length > 0 ? [config.exposedPorts.join(" ")] : []),
    ...lines("VOLUME", list(config.volumes)),
    ...lines("USER", one(config.user)),
    ...lines("WORKDIR", config.workingDir === "/" ? [] : one(config.workingDir)),
    ...lines("SHELL", list(config.shell)),
    ...lines("STOPSIGNAL", one(config.stopSignal)),
    ...lines("HEALTHCHECK", healthcheck(config.healthcheck)),
    ...lines("ENTRYPOINT", list(config.entrypoint)),
    ...lines("CMD", list(config.cmd)),
    ...lines("ONBUILD", config.onBuild),
  ];
}

/** Returns the pairs whose name is in no instruction of this kind. */
function pairs(
  keyword: "ENV" | "LABEL",
  all: readonly (readonly [string, string])[],
  history: readonly HistoryEntry[],
  { windows }: DockerfileFacts,
): string[] {
  const names = new Set<string>();
  for (const { createdBy } of history) {
    const [first, ...words] = withoutBuilder(createdBy ?? "").split(/\s+/);
    if (first === keyword) for (const word of words) names.add(word.split("=")[0]);
  }
  return all
    .filter(([name]) => !names.has(name))
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
