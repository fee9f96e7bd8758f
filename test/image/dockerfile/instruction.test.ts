import fc from "fast-check";
import { expect, test } from "vitest";
import {
  entryLines,
  entryText,
  instructionText,
  lastInstruction,
  splitInstruction,
} from "../../../src/image/dockerfile/instruction.js";
import { shellLines } from "../../../src/image/dockerfile/shell-lines.js";
import { cpuSeconds } from "../../support/cpu-seconds.js";
import { historyEntry } from "../../support/history.js";

test.each([
  ['/bin/sh -c #(nop)  CMD ["bash"]', 'CMD ["bash"]'],
  ["/bin/sh -c #(nop) ADD file:0123 in / ", "ADD file:0123 in /"],
  ["/bin/sh -c apt-get update", "RUN apt-get update"],
  ["RUN /bin/sh -c apt-get update # buildkit", "RUN apt-get update"],
  ["RUN |2 A=1 B=2 /bin/sh -c make all # buildkit", "RUN make all"],
  ["|1 A=1 /bin/sh -c make", "RUN make"],
  ["COPY . /opt/source-code # buildkit", "COPY . /opt/source-code"],
  ["RUN /bin/bash -o pipefail -c a | b # buildkit", "RUN a | b"],
  ["/bin/bash -exo pipefail -c make", "RUN make"],
  ["RUN |1 A=b c /bin/bash -eo pipefail -c make # buildkit", "RUN make"],
  ["RUN |2 A=1 B=2 make all # buildkit", "RUN make all"],
  ["RUN |2 A=1 B=2 3 make all # buildkit", "RUN 3 make all"],
  ["RUN bash -c make # buildkit", "RUN bash -c make"],
  ["COPY --chown=app:app --chmod=755 . /srv # buildkit", "COPY --chown=app:app --chmod=755 . /srv"],
  [
    `/bin/sh -c #(nop) COPY --chown=1:1 file:${"0123456789ab".padEnd(64, "f")} in /srv `,
    "COPY --chown=1:1 file:0123456789ab in /srv",
  ],
  [
    `/bin/sh -c #(nop) COPY --chown=33:33file:${"0123456789ab".padEnd(64, "f")} in /srv `,
    "COPY --chown=33:33 file:0123456789ab in /srv",
  ],
  ["cmd /S /C #(nop)  ENV A=1", "ENV A=1"],
  ["/bin/sh -ec #(nop)  USER app", "USER app"],
  ['/bin/bash -eo pipefail -c #(nop)  CMD ["a"]', 'CMD ["a"]'],
  ["/usr/bin/python3.11 -c #(nop)  STOPSIGNAL 9", "STOPSIGNAL 9"],
  ["/bin/sh -c echo #(nop) USER app", "RUN echo #(nop) USER app"],
  ["RUN a &&\tb \\\n  && c", "RUN a && b \\ && c"],
  ["bazel build ...", "bazel build ..."],
  ['/bin/sh -c #(nop)  ENTRYPOINT ["a" "b \\"c\\""]', 'ENTRYPOINT ["a", "b \\"c\\""]'],
  ["EXPOSE map[80/tcp:{} 443/tcp:{}] # buildkit", "EXPOSE 80/tcp 443/tcp"],
  [
    `HEALTHCHECK &{["CMD-SHELL" "curl -f \\"localhost\\" || exit 1"] "30s" "3s" "0s" "0s" '\\x03'} # buildkit`,
    'HEALTHCHECK --interval=30s --timeout=3s --retries=3 CMD curl -f "localhost" || exit 1',
  ],
  [`HEALTHCHECK &{["CMD" "test" "-f" "/x"] "0s" "0s" "0s" '\\x00'}`, 'HEALTHCHECK CMD ["test", "-f", "/x"]'],
  [`HEALTHCHECK &{["NONE"] "0s" "0s" "0s" "0s" '\\x00'}`, "HEALTHCHECK NONE"],
  [
    'HEALTHCHECK {Test:[CMD-SHELL wget -q "localhost:80" || exit 1] Interval:1m30s Timeout:500ms StartPeriod:5s StartInterval:0s Retries:2}',
    'HEALTHCHECK --interval=1m30s --timeout=500ms --start-period=5s --retries=2 CMD wget -q "localhost:80" || exit 1',
  ],
  [
    "HEALTHCHECK {Test:[CMD true] Interval:0s Timeout:0s StartPeriod:0s StartInterval:7s Retries:0}",
    'HEALTHCHECK --start-interval=7s CMD ["true"]',
  ],
  [
    "HEALTHCHECK {Test:[CMD /up a b] Interval:0s Timeout:0s StartPeriod:0s StartInterval:0s Retries:200}",
    "HEALTHCHECK --retries=200 CMD [/up a b]",
  ],
  [
    "HEALTHCHECK {Test:[NONE] Interval:0s Timeout:0s StartPeriod:0s StartInterval:0s Retries:0}",
    "HEALTHCHECK NONE",
  ],
  [`HEALTHCHECK &{["CMD" "up"] "0s" "0s" "0s" '\\n'}`, 'HEALTHCHECK --retries=10 CMD ["up"]'],
  [`HEALTHCHECK &{["CMD" "up"] "0s" "0s" "0s" '\\''}`, 'HEALTHCHECK --retries=39 CMD ["up"]'],
  [`HEALTHCHECK &{["CMD" "up"] "0s" "0s" "0s" 'È'}`, 'HEALTHCHECK --retries=200 CMD ["up"]'],
  [`CMD ["a\\vb"]`, 'CMD ["a\\vb"]'],
  [`CMD ["a" "\\v"]`, 'CMD ["a", "\\u000b"]'],
  ["LABEL a=\x1b[31m", "LABEL a=\\x1b[31m"],
  ["", "<missing> in the history"],
  [null, "<missing> in the history"],
])("the history text %j is shown as %j", (createdBy, text) => {
  expect(instructionText(createdBy)).toBe(text);
});

test.each([
  [{ createdBy: "RUN a", comment: "buildkit.dockerfile.v0" }, "RUN a"],
  [{ createdBy: "", comment: "Imported from\n -" }, "(no instruction: Imported from -)"],
  [{ createdBy: null, comment: "\x1b[2J" }, "(no instruction: \\x1b[2J)"],
  [{ createdBy: " ", comment: " " }, "<missing> in the history"],
  [null, "<missing> in the history"],
])("the history entry %j is shown as %j", (entry, text) => {
  expect([entryText(entry), entryLines(entry)]).toEqual([text, [text]]);
});

/** @returns the lines of a RUN that BuildKit recorded. */
const laidOut = (line: string) => splitInstruction(`RUN /bin/sh -c ${line} # buildkit`);

test("each command of a chain is on its own line", () => {
  expect(laidOut("apt-get update && apt-get install -y curl || true; rm -rf /x")).toEqual([
    "RUN apt-get update && \\",
    "    apt-get install -y curl || \\",
    "    true; \\",
    "    rm -rf /x",
  ]);
});

test("lines are broken where the Dockerfile had line breaks", () => {
  expect(laidOut("set -eux; \tapt-get install -y \t\tcurl \t\tgit \t;     make   -j  4")).toEqual([
    "RUN set -eux; \\",
    "    apt-get install -y \\",
    "      curl \\",
    "      git; \\",
    "    make \\",
    "      -j \\",
    "      4",
  ]);
});

test("each command of a long pipe is on its own line; a short pipe stays on one line", () => {
  expect(
    laidOut("a | b && curl -fsSL https://example.com/a/long/path.tar.gz | tar -xz -C /usr/local"),
  ).toEqual([
    "RUN a | b && \\",
    "    curl -fsSL https://example.com/a/long/path.tar.gz | \\",
    "      tar -xz -C /usr/local",
  ]);
});

test("the contents of a block are indented", () => {
  expect(
    laidOut("if [ -f /x ]; then a; elif b; then c; else d; fi; for i in 1 2; do e; done; { f; }"),
  ).toEqual([
    "RUN if [ -f /x ]; then \\",
    "      a; \\",
    "    elif b; then \\",
    "      c; \\",
    "    else \\",
    "      d; \\",
    "    fi; \\",
    "    for i in 1 2; do \\",
    "      e; \\",
    "    done; \\",
    "    { \\",
    "      f; \\",
    "    }",
  ]);
  expect(laidOut('case "$(uname -m)" in x86) A=x ;; *) exit 1;; esac')).toEqual([
    'RUN case "$(uname -m)" in \\',
    "      x86) A=x;; \\",
    "      *) exit 1;; \\",
    "    esac",
  ]);
});

test.each([
  "echo 'a && b  c; d'",
  'echo "it\'s; $(a && b "c;d") `e | f`"',
  "x=$(a && b; c  d)",
  "( a && b )",
  "a $((1 || 2)) <(b | c)",
  "[[ -f a && -f b ]]",
  "find . -exec rm {} \\; -print",
  `echo \${A:-b && c}`,
  "a > /x 2>&1",
  "echo 'never closed && a",
  'echo "$(never closed && a',
])("a line is never broken within quotes or brackets or after a backslash: %s", (line) => {
  expect(laidOut(line)).toEqual([`RUN ${line}`]);
});

test("line breaks change no word of a command", () => {
  const words = (text: string) => text.replaceAll("\\\n", "").replace(/\s+/g, "");
  const piece = fc.constantFrom(
    ..."'\"`$(){}[]\\;&|",
    "&&",
    "||",
    "if ",
    "; then ",
    " fi",
    "; do ",
    "done",
    "\t",
    "  ",
    "a",
    "[[ ",
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
      const line = `a${pieces.join("")}b`;
      expect(words(shellLines(line).join("\n"))).toBe(words(line));
    }),
  );
});

test.each([
  `EXPOSE map[${"a:{}".repeat(50_000)}`,
  `RUN ${" ".repeat(500_000)}`,
  `RUN ${"((".repeat(200_000)}`,
  `|1 ${" /sh -a".repeat(50_000)}`,
  `RUN /bin/sh -c ${"a && '".repeat(50_000)}`,
])("a hostile instruction is read in less than 2 seconds of CPU time: %.20s …", async (createdBy) => {
  const read = () =>
    expect(splitInstruction(createdBy).length + instructionText(createdBy).length).toBeGreaterThan(0);
  expect(await cpuSeconds(read)).toBeLessThan(2);
});

test("a command with line breaks keeps its lines", () => {
  expect(laidOut("set -e\napt-get update && make\nls")).toEqual([
    "RUN set -e",
    "apt-get update && make",
    "ls",
  ]);
});

test("any instruction except RUN stays on one line", () => {
  expect(splitInstruction('CMD ["sh" "-c" "a && b;   c"]')).toEqual(['CMD ["sh", "-c", "a && b; c"]']);
});

test("the last CMD and ENTRYPOINT are found in any case of letters", () => {
  const history = ['/bin/sh -c #(nop)  CMD ["sh"]', "CMD-LIKE x", 'ENTRYPOINT ["a"]', 'cmd ["b"]', null].map(
    (createdBy) => historyEntry(createdBy, null),
  );
  expect(["CMD", "ENTRYPOINT", "USER"].map((word) => lastInstruction(history, word))).toEqual([3, 2, -1]);
});

test("a here-document keeps its own lines", () => {
  expect(splitInstruction("RUN <<EOF (echo hi...)\necho\thi && ls\nEOF")).toEqual([
    "RUN <<EOF (echo hi...)",
    "echo    hi && ls",
    "EOF",
  ]);
});
