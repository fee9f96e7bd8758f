import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { LayerxError } from "../../../src/errors.js";
import {
  apiHost,
  fullName,
  parseReference,
  shortName,
} from "../../../src/source/registry/registry-reference.js";

const HEX = "0123456789abcdef".repeat(4);

describe("the full form of a reference, and the short form of docker:", () => {
  test.each([
    ["alpine", "docker.io/library/alpine:latest", "alpine:latest"],
    ["alpine:3.20", "docker.io/library/alpine:3.20", "alpine:3.20"],
    ["bitnami/redis", "docker.io/bitnami/redis:latest", "bitnami/redis:latest"],
    ["index.docker.io/library/alpine", "docker.io/library/alpine:latest", "alpine:latest"],
    ["docker.io/alpine", "docker.io/library/alpine:latest", "alpine:latest"],
    ["127.0.0.1:5000/lab/x", "127.0.0.1:5000/lab/x:latest", "127.0.0.1:5000/lab/x:latest"],
    ["[::1]:5000/x", "[::1]:5000/x:latest", "[::1]:5000/x:latest"],
    ["localhost/x:1", "localhost/x:1", "localhost/x:1"],
    ["HOST/x", "HOST/x:latest", "HOST/x:latest"],
    [`ghcr.io/a/b@sha256:${HEX}`, `ghcr.io/a/b@sha256:${HEX}`, `ghcr.io/a/b@sha256:${HEX}`],
    [`alpine:3@sha256:${HEX}`, `docker.io/library/alpine:3@sha256:${HEX}`, `alpine:3@sha256:${HEX}`],
    [
      `alpine@sha512:${HEX}${HEX}`,
      `docker.io/library/alpine@sha512:${HEX}${HEX}`,
      `alpine@sha512:${HEX}${HEX}`,
    ],
    ["docker.io/localhost/x", "docker.io/localhost/x:latest", "docker.io/localhost/x:latest"],
    ["a__b/c-d--e/f.g", "docker.io/a__b/c-d--e/f.g:latest", "a__b/c-d--e/f.g:latest"],
  ])("%s", (text, full, short) => {
    const reference = parseReference(text);
    expect([fullName(reference), shortName(reference)]).toEqual([full, short]);
  });
});

test("the API of Docker Hub has another host than its references", () => {
  expect(apiHost(parseReference("alpine"))).toBe("registry-1.docker.io");
  expect(apiHost(parseReference("quay.io:443/a/b"))).toBe("quay.io:443");
});

test("a path of 255 bytes and a tag of 128 characters are the longest ones", () => {
  const [path, tag] = [`x/${"a".repeat(253)}`, "v".repeat(128)];
  expect(parseReference(`quay.io/${path}:${tag}`)).toMatchObject({ path, tag });
});

describe("an invalid reference", () => {
  test.each([
    "",
    "Alpine",
    "alpine:",
    "alpine:-x",
    `alpine:${"x".repeat(129)}`,
    "a/./b",
    "a..b",
    "a___b",
    "a/-b",
    "/a",
    "a/",
    "host:port/x",
    "-host.com/x",
    "alpine@sha256:abc",
    `alpine@md5:${HEX.slice(32)}`,
    `alpine@sha256:${HEX.toUpperCase()}`,
    HEX,
    "a b",
    "a\nb",
    `x/${"a".repeat(254)}`,
  ])("such as %j is refused", (text) => {
    expect(() => parseReference(text)).toThrow(expect.objectContaining({ code: "bad-reference" }));
  });

  test("that is a web address is refused with the right reference as the next step", () => {
    const error = caught(() => parseReference("https://quay.io/a/b"));
    expect([error.code, error.next]).toEqual(["reference-is-url", "write registry:quay.io/a/b"]);
  });

  test("is shown without control characters and with at most 500 characters", () => {
    const error = caught(() => parseReference(`\x1b[31m${"X".repeat(2000)}`));
    expect(error.what).not.toContain("\x1b");
    expect(error.what.length).toBeLessThan(600);
  });
});

test("the full and the short form are parsed to the same reference", () => {
  const part = fc.stringMatching(/^[a-z0-9]{1,8}((\.|_|__|-{1,3})[a-z0-9]{1,4}){0,2}$/);
  const domain = fc.constantFrom(
    "",
    "localhost/",
    "localhost:5000/",
    "quay.io/",
    "docker.io/",
    "index.docker.io/",
    "HOST/",
    "[::1]:1/",
  );
  const tag = fc.option(fc.stringMatching(/^\w[\w.-]{0,20}$/));
  const digest = fc.option(fc.constantFrom(`sha256:${HEX}`, `sha512:${HEX}${HEX}`));
  const references = fc.tuple(domain, fc.array(part, { minLength: 1, maxLength: 4 }), tag, digest);
  fc.assert(
    fc.property(references, ([host, parts, tagged, hash]) => {
      // A first part with a dot, or `localhost`, is a host.
      fc.pre(host !== "" || parts.length === 1 || !/\.|^localhost$/.test(parts[0]));
      const text = `${host}${parts.join("/")}${tagged === null ? "" : `:${tagged}`}${hash === null ? "" : `@${hash}`}`;
      const reference = parseReference(text);
      expect(parseReference(fullName(reference))).toEqual(reference);
      expect(parseReference(shortName(reference))).toEqual(reference);
    }),
  );
});

test("any text is a reference or an error of the catalogue", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), (text) => {
      try {
        expect(fullName(parseReference(text))).toContain("/");
      } catch (error) {
        expect(error).toBeInstanceOf(LayerxError);
      }
    }),
  );
});

function caught(work: () => unknown): LayerxError {
  try {
    work();
  } catch (error) {
    if (error instanceof LayerxError) return error;
    throw error;
  }
  throw new Error("nothing was thrown");
}
