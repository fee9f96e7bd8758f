import { durationText } from "../../text/duration.js";
import type { Healthcheck } from "../config/config.js";

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
