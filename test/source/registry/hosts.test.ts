import { describe, expect, test } from "vitest";
import { HostRules, isLinkLocal, isLoopback } from "../../../src/source/registry/net/hosts.js";

test.each<[string, boolean]>([
  ["localhost", true],
  ["LOCALHOST.", true],
  ["registry.localhost", true],
  ["127.0.0.1", true],
  ["127.255.0.9", true],
  ["[::1]", true],
  ["[0:0:0:0:0:0:0:1]", true],
  ["localhost.example", false],
  ["mylocalhost", false],
  ["127.0.0.1.example", false],
  ["127.example", false],
  ["128.0.0.1", false],
  ["0.0.0.0", false],
  ["[::]", false],
  ["[fd00::1]", false],
  ["[1::1]", false],
  ["[::1:1]", false],
  ["[::ffff:10.0.0.1]", false],
])("%s is this machine: %s", (host, expected) => {
  expect(isLoopback(host)).toBe(expected);
});

test.each<[string, boolean]>([
  ["169.254.169.254", true],
  ["[fe80::1]", true],
  ["[febf::1]", true],
  ["[::ffff:a9fe:a9fe]", true],
  ["169.253.0.1", false],
  ["169.254.example", false],
  ["[fec0::1]", false],
  ["fe80.example", false],
])("%s is a link-local address: %s", (host, expected) => {
  expect(isLinkLocal(host)).toBe(expected);
});

describe("--insecure-registry", () => {
  test.each<[string, string, boolean]>([
    ["host.example", "https://host.example/", true],
    ["host.example", "https://host.example:5000/", true],
    ["HOST.example", "https://host.EXAMPLE:5000/", true],
    ["host.example:5000", "https://host.example:5000/", true],
    ["host.example:5000", "https://host.example:5001/", false],
    ["host.example:443", "https://host.example/", true],
    ["host.example:443", "http://host.example/", false],
    ["host.example:80", "http://host.example/", true],
    ["host.example", "https://sub.host.example/", false],
    ["host.example", "https://otherhost.example/", false],
    ["[::1]:5000", "https://[::1]:5000/", true],
    ["[fd00::1]", "https://[fd00::1]:5000/", true],
  ])("%s counts for %s: %s", (option, url, expected) => {
    const rules = new HostRules([option]);
    expect([rules.isInsecure(new URL(url)), rules.mayBePlain(new URL(url))]).toEqual([
      expected,
      expected || url.includes("[::1]"),
    ]);
  });
});
