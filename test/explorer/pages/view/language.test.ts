import { describe, expect, test } from "vitest";
import { languageOf } from "../../../../src/explorer/pages/view/language.js";
import { isBinary } from "../../../../src/text/binary.js";

describe("the language of a file", () => {
  test.each([
    ["Dockerfile", "", "dockerfile"],
    ["Dockerfile.dev", "", "dockerfile"],
    ["package.json", "", "json"],
    ["a.yml", "", "yaml"],
    ["setup.cfg", "", "ini"],
    ["os-release", "", "ini"],
    [".bashrc", "", "bash"],
    ["main.go", "", "go"],
    ["stdio.h", "", "c"],
    ["Makefile", "", "makefile"],
    ["nginx.conf", "", "nginx"],
    ["README.md", "", "markdown"],
    ["pom.xml", "", "xml"],
    ["index.d.ts", "", "typescript"],
    ["debconf", "#!/usr/bin/perl -w\n", "perl"],
    ["app.py", "#!/bin/sh\n", "python"],
    ["run", "#!/bin/sh\n", "bash"],
    ["run", "#!/usr/bin/env python3\nimport os\n", "python"],
    ["cli", "#!/usr/bin/env -S node --x\n", "javascript"],
  ])("the language of %s with the first line %j is %s", (name, beginning, language) => {
    expect(languageOf(name, Buffer.from(beginning))).toBe(language);
  });

  test("the language is unknown if neither the name nor the first line shows it", () => {
    expect(languageOf("notes.txt", Buffer.from("bash\n#!/bin/sh\n"))).toBe(null);
  });
});

describe("binary files", () => {
  test("a file with a NUL is binary", () => expect(isBinary(Buffer.from("text\0"))).toBe(true));
  test("UTF-16 is binary", () => expect(isBinary(Buffer.from("\ufeffhello", "utf16le"))).toBe(true));
  test("a file with many bytes that are not UTF-8 is binary", () =>
    expect(isBinary(Buffer.alloc(100, 0xf3))).toBe(true));
  test("a text with one byte of another encoding is not binary", () =>
    expect(isBinary(Buffer.from(`${"word ".repeat(20)}caf\xe9`, "latin1"))).toBe(false));
  test("UTF-8 is not binary, even if a character crosses the limit of 8 kB", () =>
    expect(isBinary(Buffer.from("漢".repeat(8000)))).toBe(false));
});
