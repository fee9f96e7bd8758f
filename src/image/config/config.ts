/**
 * The fields of the config that affect how the image runs. Absent values are `null` or empty. Texts as
 * stored.
 */
export interface ImageConfig {
  /** RFC 3339 as stored. */
  readonly created: string | null;
  readonly author: string | null;
  readonly user: string | null;
  readonly workingDir: string | null;
  readonly entrypoint: readonly string[] | null;
  readonly cmd: readonly string[] | null;
  readonly env: readonly string[];
  readonly exposedPorts: readonly string[];
  readonly volumes: readonly string[];
  readonly labels: ReadonlyMap<string, string>;
  readonly stopSignal: string | null;
  readonly healthcheck: Healthcheck | null;
  readonly shell: readonly string[] | null;
  /** Instructions that run in the builds of images that use this image as their base. */
  readonly onBuild: readonly string[];
}

/** Durations in nanoseconds, as stored. */
export interface Healthcheck {
  readonly test: readonly string[];
  readonly interval: number | null;
  readonly timeout: number | null;
  readonly startPeriod: number | null;
  readonly retries: number | null;
}

/** Splits a variable of `env`: `A=b=c` is `A` and `b=c`. */
export function nameAndValue(variable: string): readonly [name: string, value: string] {
  const at = variable.indexOf("=");
  return at < 0 ? [variable, ""] : [variable.slice(0, at), variable.slice(at + 1)];
}
