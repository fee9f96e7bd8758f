import { describe, expect, test } from "vitest";
import { LayerxError } from "../../../src/errors.js";
import { proxyFor } from "../../../src/source/registry/net/proxy.js";

const PROXY = { HTTPS_PROXY: "http://proxy:3128", HTTP_PROXY: "http://plain:1" };

function used(url: string, env: Record<string, string>): string | null {
  return proxyFor(new URL(url), env)?.host ?? null;
}

describe("the proxy of a URL", () => {
  test.each<[string, Record<string, string>, string | null]>([
    ["https://quay.io/", PROXY, "proxy:3128"],
    ["http://quay.io/", PROXY, "plain:1"],
    ["https://quay.io/", { HTTP_PROXY: "http://plain:1" }, null],
    ["https://quay.io/", { https_proxy: "http://lower:2" }, "lower:2"],
    ["https://quay.io/", { HTTPS_PROXY: "", https_proxy: "http://lower:2" }, "lower:2"],
    ["https://quay.io/", { HTTPS_PROXY: "bare:8080" }, "bare:8080"],
    ["http://quay.io/", { ...PROXY, REQUEST_METHOD: "GET" }, null],
    ["https://localhost/", PROXY, null],
    ["https://x.localhost/", PROXY, null],
    ["https://127.8.9.10:5000/", PROXY, null],
    ["https://[::1]:5000/", PROXY, null],
  ])("for %s with %j is %s", (url, env, expected) => {
    expect(used(url, env)).toBe(expected);
  });

  test("without a scheme is http", () => {
    const proxy = (HTTPS_PROXY: string) => proxyFor(new URL("https://quay.io/"), { HTTPS_PROXY })?.href;
    expect(proxy("me:pw@bare:8080")).toBe("http://me:pw@bare:8080/");
    expect(proxy("https://secure:8080")).toBe("https://secure:8080/");
  });

  test.each<[string, string, boolean]>([
    ["https://quay.io/", "*", true],
    ["https://quay.io/", "quay.io", true],
    ["https://cdn.quay.io/", "quay.io", true],
    ["https://myquay.io/", "quay.io", false],
    ["https://cdn.quay.io/", ".quay.io", true],
    ["https://cdn.quay.io/", "*.quay.io", true],
    ["https://quay.io/", ".quay.io", false],
    ["https://quay.io/", "other, QUAY.IO", true],
    ["https://quay.io/", "quay.io:443", true],
    ["https://quay.io/", "quay.io:8443", false],
    ["https://10.1.2.3/", "10.0.0.0/8", true],
    ["https://11.1.2.3/", "10.0.0.0/8", false],
    ["https://10.1.2.3/", "10.1.2.3", true],
    ["https://10.1.2.3:5000/", "10.1.2.3:5000", true],
    ["https://10.1.2.3:5000/", "10.1.2.3:5001", false],
    ["https://[fd00::5]/", "fd00::/8", true],
    ["https://[fd00::5]/", "[fd00::5]", true],
    ["https://quay.io/", "10.0.0.0/99", false],
    ["https://quay.io/", "", false],
    ["https://10.9.9.9/", "10.1.2.3/8", true],
    ["https://10.1.2.3/", "10.0.0.0/99", false],
    ["https://[fd00::5]/", "fd00::/129", false],
    ["https://10.1.2.3/", "10.1.2.3/32", true],
    ["https://10.1.2.4/", "10.1.2.3/32", false],
    ["https://10.1.2.3/", "10.1.2.3/", false],
    ["https://quay.io/", "*.io", true],
    ["https://quay.io/", "cdn.quay.io", false],
    ["https://quay.io:8443/", "quay.io:8443", true],
    ["https://quay.io/", ":443", false],
    ["https://[fd00::5]:5000/", "[fd00::5]:5000", true],
    ["https://[fd00::5]:5000/", "[fd00::5]:5001", false],
  ])("is not used for %s with NO_PROXY=%s: %s", (url, list, direct) => {
    expect(used(url, { ...PROXY, NO_PROXY: list })).toBe(direct ? null : "proxy:3128");
  });

  test("is not used for hosts in no_proxy, in lower case, and for plain http with port 80", () => {
    expect(used("https://quay.io/", { ...PROXY, no_proxy: "quay.io" })).toBe(null);
    expect(used("https://quay.io/", { ...PROXY, NO_PROXY: "", no_proxy: "quay.io" })).toBe(null);
    expect(used("http://quay.io/", { ...PROXY, NO_PROXY: "quay.io:80" })).toBe(null);
    expect(used("http://quay.io/", { ...PROXY, NO_PROXY: "quay.io:443" })).toBe("plain:1");
  });

  test.each(["http://%zz:x@proxy:1", "http://proxy:99999", "http://"])(
    "cannot have the invalid address %s",
    (HTTPS_PROXY) => {
      expect(() => used("https://quay.io/", { HTTPS_PROXY })).toThrow("its address is not valid");
    },
  );

  test("is an error for socks, and its password is not shown", () => {
    try {
      used("https://quay.io/", { HTTPS_PROXY: "socks5://me:hunter2@proxy:1" });
      expect.unreachable();
    } catch (error) {
      expect(error).toBeInstanceOf(LayerxError);
      expect(String(error)).toContain("socks5:// proxies are not supported");
      expect(String(error)).not.toContain("hunter2");
    }
  });
});
