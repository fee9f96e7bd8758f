import type { Warning } from "../../../image/image.js";
import type { Challenge } from "../challenge.js";
import type { FoundLogin } from "./find-login.js";

/**
 * What a run has learned about one repository. All images of the repository use it, so that each of them does not need a
 * token of its own. It is never written to a disk.
 */
export class RepositoryAccess {
  /** The address that answered: https or, where that is allowed, http; `null` before the first answer. */
  base: URL | null = null;
  /** The `Authorization` to send; `null` as long as the registry has not demanded one. */
  header: string | null = null;
  /** Milliseconds since 1970. */
  expiresAt = Number.POSITIVE_INFINITY;
  challenge: Challenge | null = null;
  loggedIn = false;
  /** The stored login, which is looked for once. */
  found: Promise<FoundLogin> | null = null;
  /** `credential-file`, `credential-helper`. */
  readonly warnings: Warning[] = [];
}
