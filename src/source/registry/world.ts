import type { Printable } from "../../text/escape.js";
import type { Env } from "../env.js";
import type { RepositoryAccess } from "./login/repository-access.js";
import type { Connections } from "./net/connections.js";
import type { HostRules } from "./net/hosts.js";
import type { Clock } from "./net/retry.js";

/** The tools for requests to registries. */
export interface RegistryWorld {
  readonly env: Env;
  /** The ID of the user; absent if the system has none. */
  readonly uid?: number;
  readonly connections: Connections;
  /** The state of the access to repositories, by `DOMAIN/PATH`; without it each image logs in again. */
  readonly accesses?: Map<string, RepositoryAccess>;
  readonly rules: HostRules;
  readonly clock: Clock;
  /** The maximum time without a byte on a connection. */
  readonly idleMs: number;
  /** The maximum time for a credential helper. */
  readonly helperTimeoutMs: number;
  /** Prints requests, statuses and tries, for `--debug`; never anything secret. */
  trace(line: Printable): void;
  /** Called after each answer. */
  onAnswer?(): void;
  /** Called for each chunk of a blob. */
  onBytes?(): void;
  /**
   * Called before a request waits for its next try.
   * @returns a function to call after the wait
   */
  onRetryWait?(why: Printable, ms: number): () => void;
  readonly signal?: AbortSignal;
}

/** The image and the host that are read, for messages. */
export interface Place {
  /** The whole name: `docker.io/library/alpine:latest`. */
  readonly image: Printable;
  /** The host of the requests, with its port. */
  readonly host: Printable;
}
