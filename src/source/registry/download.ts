import { createHash } from "node:crypto";
import { fail } from "../../errors.js";
import { escapeText, type Printable } from "../../text/escape.js";
import { answeredFrom, answerFault, connectionFault, peerOf, reasonOf } from "./failure.js";
import { BrokenTransfer, Idle, type RegistryResponse } from "./net/exchange.js";
import { backoffMs, isTemporary, isTooLong, MAX_TRIES, retryAfterMs } from "./net/retry.js";
import { failureWords, mayWorkLater, waitForRetry } from "./net/tries.js";
import type { RegistryClient } from "./registry-client.js";

export interface Wanted {
  /** `sha256:…` or `sha512:…`. */
  readonly digest: string;
  /** Bytes; `null` if the manifest does not contain the size. */
  readonly size: number | null;
  /** The name for messages: `a layer`. */
  readonly part: Printable;
}

/**
 * The size of chunks in bytes. Sockets deliver 64 KiB at a time, and a step of decompression takes the same
 * time for more.
 */
const CHUNK_BYTES = 1024 * 1024;

/** After this many new bytes, failures are counted from 0 again. */
const PROGRESS_BYTES = 1024 * 1024;

/**
 * Yields all bytes of a blob. After a broken connection it continues at the same place, with the same hash.
 * The last chunk is yielded only after digest and size of the whole were checked.
 * @throws LayerxError `registry-mismatch`, `registry-cut`, and those of `RegistryClient.get`; the signal's
 * reason
 */
export async function* download(
  client: RegistryClient,
  wanted: Wanted,
  signal?: AbortSignal,
): AsyncGenerator<Buffer> {
  const hash = createHash(wanted.digest.startsWith("sha512:") ? "sha512" : "sha256");
  const progress = { at: 0, failures: 0, failedAt: 0 };
  let pending: Buffer[] = [];
  let pendingBytes = 0;
  for (let complete = false; !complete; ) {
    try {
      for await (const chunk of rest(client, wanted, progress.at, signal)) {
        const room = (wanted.size ?? Number.POSITIVE_INFINITY) - progress.at;
        if (chunk.length > room) tooLong(client, wanted);
        progress.at += chunk.length;
        client.world.onBytes?.();
        hash.update(chunk);
        if (pendingBytes >= CHUNK_BYTES) {
          yield Buffer.concat(pending);
          pending = [];
          pendingBytes = 0;
        }
        pending.push(chunk);
        pendingBytes += chunk.length;
      }
      if (wanted.size !== null && progress.at < wanted.size)
        throw new BrokenTransfer(`it ended after ${progress.at} bytes`, undefined);
      complete = true;
    } catch (error) {
      // If the connection breaks after the last byte, nothing is missing.
      complete = error instanceof BrokenTransfer && progress.at === wanted.size;
      if (!complete) await pauseAfter(error, { client, wanted, progress, signal });
    }
  }
  const actual = hash.digest("hex");
  const [algorithm, expected] = wanted.digest.split(":");
  if (actual !== expected) mismatch(client, wanted, `${algorithm}:${actual}`, wanted.digest);
  if (pendingBytes > 0) yield Buffer.concat(pending);
}

interface Progress {
  at: number;
  failures: number;
  failedAt: number;
}

/** A status that may change later. */
class TemporaryStatus extends Error {
  readonly answer: RegistryResponse;

  constructor(answer: RegistryResponse) {
    super(`status ${answer.status}`);
    this.answer = answer;
  }
}

/** Yields the bytes from `at` on, over one connection. */
async function* rest(
  client: RegistryClient,
  { digest, part, size }: Wanted,
  at: number,
  signal: AbortSignal | undefined,
): AsyncGenerator<Buffer> {
  const headers: Record<string, string> = at === 0 ? {} : { range: `bytes=${at}-` };
  const accepts = [206, 408, 416, 429, 500, 502, 503, 504];
  const answer = await client.get(`blobs/${digest}`, { part, headers, accepts, once: true, signal });
  if (isTemporary(answer.status)) throw new TemporaryStatus(answer);
  if (answer.status === 416) {
    answer.drop();
    const words = `: it has no byte behind ${at} bytes${size === null ? "" : `, but ${size} bytes were promised`}`;
    fail("registry-answer", { ...answeredFrom(answer, client.place), status: `416 for ${part}`, words });
  }
  let skip = at - startOf(answer, { at, client, part });
  for await (const chunk of answer.chunks()) {
    if (skip < chunk.length) yield skip === 0 ? chunk : chunk.subarray(skip);
    skip = Math.max(0, skip - chunk.length);
  }
}

/** Returns the offset of the first byte in an answer; at most the requested one. */
function startOf(
  answer: RegistryResponse,
  { at, client, part }: { at: number; client: RegistryClient; part: Printable },
): number {
  if (answer.status === 200) return 0;
  const range = /^bytes (\d+)-/.exec(answer.headers["content-range"] ?? "");
  const start = range === null ? Number.POSITIVE_INFINITY : Number(range[1]);
  if (start <= at) return start;
  answer.drop();
  return fail("registry-answer", {
    ...answeredFrom(answer, client.place),
    status: `206 for ${part}`,
    words: " with another range",
  });
}

/** Waits before the next try. Throws the error if there is none. */
async function pauseAfter(
  error: unknown,
  {
    client,
    wanted,
    progress,
    signal,
  }: { client: RegistryClient; wanted: Wanted; progress: Progress; signal?: AbortSignal },
): Promise<void> {
  const { world, place, authorization } = client;
  const temporary = error instanceof TemporaryStatus ? error.answer : null;
  if (temporary === null && !mayWorkLater(error)) connectionFault(error, { place, world });
  if (progress.at - progress.failedAt >= PROGRESS_BYTES) progress.failures = 0;
  progress.failedAt = progress.at;
  progress.failures += 1;
  const retryAfter = temporary === null ? null : retryAfterMs(temporary.headers["retry-after"], world.clock);
  if (progress.failures >= MAX_TRIES || isTooLong(retryAfter)) {
    const { part } = wanted;
    if (temporary !== null) await answerFault(temporary, { place, world, note: authorization.note, part });
    if (error instanceof Idle || progress.at === 0) connectionFault(error, { place, world });
    if (!(error instanceof BrokenTransfer)) throw error;
    const host = peerOf(error, place);
    fail("registry-cut", { ...place, host, part, reason: reasonOf(error, host).reason }, error);
  }
  temporary?.discard();
  const waitMs = retryAfter ?? backoffMs(progress.failures, world.clock);
  world.trace(
    escapeText(
      `blob ${wanted.digest.slice(0, 19)} broke at byte ${progress.at}, again in ${Math.round(waitMs)} ms`,
    ),
  );
  const why = failureWords(temporary ?? (error as BrokenTransfer | Idle));
  await waitForRetry(why, waitMs, { ...world, signal: signal ?? world.signal });
}

function tooLong(client: RegistryClient, wanted: Wanted): never {
  mismatch(client, wanted, "more bytes", `${wanted.size} bytes`);
}

function mismatch({ place }: RegistryClient, { part }: Wanted, found: string, promised: string): never {
  fail("registry-mismatch", { ...place, part, found, promised });
}
