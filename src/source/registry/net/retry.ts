import { setTimeout as wait } from "node:timers/promises";

/** Time and random numbers, as an argument, so that tests need not wait. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** @throws the signal's reason */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
  /** Returns a number from 0 to 1. */
  random(): number;
}

export const SYSTEM_CLOCK: Clock = {
  now: () => Date.now(),
  sleep: async (ms, signal) => {
    await wait(ms, undefined, { signal }).catch((error: unknown) => {
      signal?.throwIfAborted();
      throw error;
    });
  },
  random: Math.random,
};

export const MAX_TRIES = 4;
const FIRST_WAIT_MS = 500;
const LONGEST_RETRY_AFTER_MS = 60_000;

const TEMPORARY = new Set([408, 429, 500, 502, 503, 504]);

/** Returns true for a status that may change later. */
export function isTemporary(status: number): boolean {
  return TEMPORARY.has(status);
}

/**
 * Returns the wait before try `failures + 1`: half a second, doubled each time, times a random factor from
 * 0.5 to 1.5.
 */
export function backoffMs(failures: number, clock: Clock): number {
  return FIRST_WAIT_MS * 2 ** (failures - 1) * (0.5 + clock.random());
}

/**
 * Returns the milliseconds of a `Retry-After` header, which has seconds or a date; `null` without a valid
 * one.
 */
export function retryAfterMs(header: string | undefined, clock: Clock): number | null {
  if (header === undefined) return null;
  if (/^\s*\d+\s*$/.test(header)) return Number(header) * 1000;
  // All forms of a date begin with the day of the week. `Date.parse` also accepts `1.5`.
  const date = /^\s*[a-z]/i.test(header) ? Date.parse(header) : Number.NaN;
  return Number.isNaN(date) ? null : Math.max(0, date - clock.now());
}

/** Returns true if the server requests a longer wait than a command should take. */
export function isTooLong(retryAfter: number | null): boolean {
  return retryAfter !== null && retryAfter > LONGEST_RETRY_AFTER_MS;
}
