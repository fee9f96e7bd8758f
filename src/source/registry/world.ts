import type { Printable } from "../../text/escape.js";
import type { Env } from "../env.js";
import type { RepositoryAccess } from "./login/repository-access.js";
import type { Connections } from "./net/connections.js";
import type { HostRules } from "./net/hosts.js";
import type { Clock } from "./net/retry.js";

/** What requests to a registry need besides the registry's name. */
export interface RegistryWorld {
  readonly env: Env;
  /** Of the user; absent where the system has none. */
  readonly uid?: number;
  readonly connections: Connections;
  /** What the run has learned about repositories, by `DOMAIN/PATH`; without it each image logs in again. */
  readonly accesses?: Map<string, RepositoryAccess>;
  readonly rules: HostRules;
  readonly clock: Clock;
  /** How long a connection may stay without a byte. */
  readonly idleMs: number;
  /** How long a credential helper may take. */
  readonly helperTimeoutMs: number;
  /** Requests, statuses and tries, for `--debug`; nothing secret. */
  trace(line: Printable): void;
  readonly signal?: AbortSignal;
}

/** What is read, for messages. */
export interface Place {
  /** The whole name: `docker.io/library/alpine:latest`. */
  readonly image: Printable;
  /** The host that is asked, with its port. */
  readonly host: Printable;
}
