import { durationText } from "../../text/duration.js";
import type { Healthcheck } from "../config/config.js";

/**
 * A health check as a Dockerfile's `HEALTHCHECK` says it: `--interval=30s CMD ["ping"]`, `--retries=3 CMD curl localhost`,
 * `NONE`; options alone where the test is left to the base image, and what no Dockerfile writes as JSON.
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
