import { describe, expect, test } from "vitest";
import { BrokenTransfer } from "../../../src/source/registry/net/exchange.js";
import { backoffMs, type Clock, isTooLong, retryAfterMs } from "../../../src/source/registry/net/retry.js";
import { mayWorkLater } from "../../../src/source/registry/net/tries.js";

const NOW = Date.parse("2026-01-01T00:00:00Z");
const clock = (random = 0.5): Clock => ({
  now: () => NOW,
  sleep: async () => undefined,
  random: () => random,
});

test("the wait before a try is half a second, doubled each time, times a random factor from 0.5 to 1.5", () => {
  const waits = (random: number) => [1, 2, 3].map((failures) => backoffMs(failures, clock(random)));
  expect([waits(0), waits(0.5), waits(1)]).toEqual([
    [250, 500, 1000],
    [500, 1000, 2000],
    [750, 1500, 3000],
  ]);
});

test.each([
  ["ECONNREFUSED", true],
  ["ECONNRESET", true],
  ["ETIMEDOUT", true],
  ["EAI_AGAIN", true],
  ["ENOTFOUND", false],
  ["EPROTO", false],
  ["CERT_HAS_EXPIRED", false],
  ["ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED", false],
])("a request that failed with %s is sent again: %s", (code, again) => {
  expect(mayWorkLater(new BrokenTransfer("failed", code))).toBe(again);
});

describe("Retry-After", () => {
  test.each<[string | undefined, number | null]>([
    ["7", 7000],
    [" 0 ", 0],
    ["Thu, 01 Jan 2026 00:00:37 GMT", 37_000],
    ["Thursday, 01-Jan-26 00:00:37 GMT", 37_000],
    ["Thu Jan  1 00:00:37 2026 GMT", 37_000],
    ["Wed, 31 Dec 2025 23:59:00 GMT", 0],
    ["soon", null],
    ["1.5", null],
    ["-5", null],
    ["", null],
    [undefined, null],
  ])("%j is a wait of %j ms", (header, expected) => {
    expect(retryAfterMs(header, clock())).toBe(expected);
  });

  test("is too long from 60 s on", () => {
    expect([null, 0, 60_000, 60_001].map(isTooLong)).toEqual([false, false, false, true]);
  });
});
