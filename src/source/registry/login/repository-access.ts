import type { Warning } from "../../../image/image.js";
import type { Challenge } from "../challenge.js";
import type { FoundLogin } from "./find-login.js";

/**
 * The state of the access to one repository during a run. All images of the repository share it, so that they
 * need only one token. It is never written to a disk.
 */
export class RepositoryAccess {
  /** The address that answered: https or, if allowed, http; `null` before the first answer. */
  base: URL | null = null;
  /** The `Authorization` to send; `null` until the registry has required one. */
  header: string | null = null;
  /** Milliseconds since 1970. */
  expiresAt = Number.POSITIVE_INFINITY;
  challenge: Challenge | null = null;
  loggedIn = false;
  /** The stored login, which is searched once. */
  found: Promise<FoundLogin> | null = null;
  /** Warnings with the codes `credential-file` and `credential-helper`. */
  readonly warnings: Warning[] = [];
}
