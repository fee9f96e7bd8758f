/** The config's facts that say how the image runs. Absent values are `null` or empty. Texts as stored. */
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
}

/** Durations in nanoseconds, as stored. */
export interface Healthcheck {
  readonly test: readonly string[];
  readonly interval: number | null;
  readonly timeout: number | null;
  readonly startPeriod: number | null;
  readonly retries: number | null;
}

/** What a container of the image starts: entrypoint, then cmd. */
export function command(config: ImageConfig): string[] {
  return [...(config.entrypoint ?? []), ...(config.cmd ?? [])];
}
