import { STATUS_CODES } from "node:http";
import { escapeText, type Printable } from "../../../text/escape.js";
import { quoted, shownUrl } from "../registry-message.js";
import type { RegistryWorld } from "../world.js";
import { certificateFault } from "./certificates.js";
import { BrokenTransfer, Idle, type RegistryResponse, statusOfProxy } from "./exchange.js";
import { backoffMs, isTemporary, isTooLong, MAX_TRIES, retryAfterMs } from "./retry.js";

/** Errors that another try cannot change: no such host, no TLS, an alert by which the server ends the handshake. */
const FINAL = /^(?:ENOTFOUND|EPROTO|ERR_SSL_WRONG_VERSION_NUMBER|ERR_SSL_\w*ALERT\w*|EACCES|EPERM)$/;

/** Returns true for a failed connection that may work the next time. */
export function mayWorkLater(error: unknown): error is BrokenTransfer | Idle {
  if (error instanceof Idle) return true;
  if (!(error instanceof BrokenTransfer)) return false;
  // The proxy needs a login, or forbids the host.
  const status = statusOfProxy(error) ?? 0;
  if (status >= 400 && status < 500) return false;
  return !FINAL.test(error.code ?? "") && certificateFault(error.code, "") === null;
}

/**
 * Sends a GET up to four times, as long as the connection fails or the status is temporary. The last answer
 * is returned with any status.
 * @throws BrokenTransfer, Idle, and as `send`; the signal's reason
 */
export async function withTries(
  send: () => Promise<RegistryResponse>,
  world: Pick<RegistryWorld, "clock" | "signal" | "trace" | "onRetryWait">,
): Promise<RegistryResponse> {
  const { clock, trace } = world;
  for (let failures = 1; ; failures++) {
    let waitMs: number;
    let why: Printable;
    try {
      const answer = await send();
      const retryAfter = retryAfterMs(answer.headers["retry-after"], clock);
      if (!isTemporary(answer.status) || failures === MAX_TRIES || isTooLong(retryAfter)) return answer;
      answer.discard();
      waitMs = retryAfter ?? backoffMs(failures, clock);
      why = failureWords(answer);
      trace(escapeText(`${shownUrl(answer.url)}: ${answer.status}, again in ${waitMs} ms`));
    } catch (error) {
      if (!mayWorkLater(error) || failures === MAX_TRIES) throw error;
      waitMs = backoffMs(failures, clock);
      why = failureWords(error);
      trace(escapeText(`${error.name}: ${error.message}, again in ${Math.round(waitMs)} ms`));
    }
    await waitForRetry(why, waitMs, world);
  }
}

/** Waits before the next try, and shows the user why and how long. */
export async function waitForRetry(
  why: Printable,
  ms: number,
  { clock, signal, onRetryWait }: Pick<RegistryWorld, "clock" | "signal" | "onRetryWait">,
): Promise<void> {
  const end = onRetryWait?.(why, ms);
  try {
    await clock.sleep(ms, signal);
  } finally {
    end?.();
  }
}

/** Returns what failed, for the user who waits for the next try. */
export function failureWords(failed: RegistryResponse | BrokenTransfer | Idle): Printable {
  if ("status" in failed) {
    const { url, status } = failed;
    return quoted(`${url.host} answered ${status} ${STATUS_CODES[status] ?? ""}`);
  }
  const { peer } = failed;
  const where = peer === null ? "the registry" : `${peer.isProxy ? "the proxy " : ""}${peer.host}`;
  return quoted(failed instanceof Idle ? `${where} sent nothing` : `the connection to ${where} broke`);
}
