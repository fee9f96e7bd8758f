import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { contentPatch } from "../../../src/report/diff/content-patch.js";
import { contentText } from "../../../src/report/diff/content-text.js";
import { escapeText } from "../../../src/text/escape.js";

function patched(before: string, after: string): string {
  const version = (text: string) => {
    const bytes = Buffer.from(text, "latin1");
    return { size: bytes.length, digest: createHash("sha256").update(bytes).digest("hex"), bytes };
  };
  return contentText(
    contentPatch(escapeText("/f"), { a: version(before), b: version(after), metadata: [] }),
    { colour: false },
  );
}

test("a Latin-1 file is compared as text", () => {
  const lines = "some words of a text\n".repeat(3);
  expect(patched(`${lines}caf\xe9\n`, `${lines}th\xe9\n`)).toContain("\n-café\n+thé\n");
});

test("the carriage return of a CRLF file is shown only if it changed", () => {
  expect(patched("a\r\nb\r\n", "a\r\nc\r\n")).toContain("\n a\n-b\n+c\n");
  expect(patched("a\r\nb\r\n", "a\r\nb\r\nlast")).toContain("\n a\n b\n+last\n");
  expect(patched("a\r\nb\r\n", "a\r\nb\n")).toContain("\n-b\\x0d\n+b\n");
});
