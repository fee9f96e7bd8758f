import { expect, test } from "vitest";
import { instructionLines, instructionText } from "../../src/image/instruction.js";

test.each([
  ['/bin/sh -c #(nop)  CMD ["bash"]', 'CMD ["bash"]'],
  ["/bin/sh -c #(nop) ADD file:0123 in / ", "ADD file:0123 in /"],
  ["/bin/sh -c apt-get update", "RUN apt-get update"],
  ["RUN /bin/sh -c apt-get update # buildkit", "RUN apt-get update"],
  ["RUN |2 A=1 B=2 /bin/sh -c make all # buildkit", "RUN make all"],
  ["|1 A=1 /bin/sh -c make", "RUN make"],
  ["COPY . /opt/source-code # buildkit", "COPY . /opt/source-code"],
  ["RUN /bin/bash -o pipefail -c a | b # buildkit", "RUN /bin/bash -o pipefail -c a | b"],
  ["cmd /S /C #(nop)  ENV A=1", "ENV A=1"],
  ["RUN a &&\tb \\\n  && c", "RUN a && b \\ && c"],
  ["bazel build ...", "bazel build ..."],
  ["LABEL a=\x1b[31m", "LABEL a=\\x1b[31m"],
  ["", "<missing>"],
  [null, "<missing>"],
])("%j reads %j", (createdBy, text) => {
  expect(instructionText(createdBy)).toBe(text);
});

test("a chain of commands has a line each", () => {
  expect(
    instructionLines("RUN /bin/sh -c apt-get update && apt-get install -y curl && rm -rf /x # buildkit"),
  ).toEqual(["RUN apt-get update && \\", "    apt-get install -y curl && \\", "    rm -rf /x"]);
});

test("a here-document keeps its own lines", () => {
  expect(instructionLines("RUN <<EOF (echo hi...)\necho\thi && ls\nEOF")).toEqual([
    "RUN <<EOF (echo hi...)",
    "echo    hi && ls",
    "EOF",
  ]);
});
