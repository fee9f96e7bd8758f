import { expect, test } from "vitest";
import { parseDockerfile } from "../../../src/image/dockerfile/dockerfile.js";

/** @returns one line for each instruction, such as `3-5 RUN a && b`. */
function listing(...lines: readonly string[]): string[] {
  return parseDockerfile(lines.join("\n")).map(
    ({ keyword, text, line, endLine }) => `${line}-${endLine} ${keyword} ${text}`,
  );
}

test("each instruction has its line numbers; comments and empty lines are not instructions", () => {
  expect(listing("# syntax=docker/dockerfile:1", "", "from debian:12", "  RUN make", "# end", "CMD")).toEqual(
    ["3-3 FROM debian:12", "4-4 RUN make", "6-6 CMD "],
  );
});

test("a line that ends in a backslash continues after comments, empty lines and trailing blanks", () => {
  expect(listing("RUN a && \\  ", "# why b", "", "    b && \\", "c", "USER app")).toEqual([
    "1-5 RUN a &&     b && c",
    "6-6 USER app",
  ]);
});

test("the escape directive changes the character that continues a line", () => {
  expect(listing("# escape=`", "COPY a `", "  c:\\", "RUN b")).toEqual(["2-3 COPY a   c:\\", "4-4 RUN b"]);
});

test("an instruction includes its here-documents up to their end marks", () => {
  expect(
    listing(
      "RUN <<EOF",
      "apt-get update",
      "# kept",
      "EOF",
      "COPY <<a <<'b' /to/",
      "1",
      "a",
      "2",
      "b",
      "CMD x",
    ),
  ).toEqual([
    "1-4 RUN <<EOF\napt-get update\n# kept\nEOF",
    "5-9 COPY <<a <<'b' /to/\n1\na\n2\nb",
    "10-10 CMD x",
  ]);
});

test("Windows line ends, a byte order mark and an unfinished instruction are accepted", () => {
  expect(listing("\ufeffFROM a\r", "RUN b \\\r", "  c\r", "RUN <<EOF", "d")).toEqual([
    "1-1 FROM a",
    "2-3 RUN b   c",
    "4-5 RUN <<EOF\nd",
  ]);
});
