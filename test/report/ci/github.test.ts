import { expect, test } from "vitest";
import { githubCommands } from "../../../src/report/ci/github.js";
import { HOSTILE } from "./hostile-report.js";

/** A line as GitHub's runner reads it (ActionCommand.cs, TryParseV2): command, properties, data. */
function runnerReads(line: string) {
  const message = line.trimStart();
  const end = message.startsWith("::") ? message.indexOf("::", 2) : -1;
  if (end < 0) return null;
  const [command, ...rest] = message.slice(2, end).split(" ");
  const data = (text: string) => text.replaceAll("%0D", "\r").replaceAll("%0A", "\n").replaceAll("%25", "%");
  const property = (text: string) =>
    text
      .replaceAll("%0D", "\r")
      .replaceAll("%0A", "\n")
      .replaceAll("%3A", ":")
      .replaceAll("%2C", ",")
      .replaceAll("%25", "%");
  const pairs = rest
    .join(" ")
    .split(",")
    .map((pair) => pair.split("="));
  return {
    command,
    properties: Object.fromEntries(pairs.map(([name, ...value]) => [name, property(value.join("="))])),
    data: data(message.slice(end + 2)),
  };
}

test("each finding is one line, and GitHub's runner decodes it to the same texts", () => {
  const lines = githubCommands(HOSTILE).split("\n");
  expect(lines.map(runnerReads)).toEqual([
    {
      command: "error",
      properties: {
        file: "./a b/Dockerfile,x",
        line: "3",
        endLine: "5",
        title: "layerx: lowestEfficiency",
      },
      data: `2kB wasted in 2 files (deleted): /a,b:100%]]>\\x0a::stop\ufffe
→ Remove it: rm -rf /x/* in the same RUN.
  https://example.com/a_b#run
1kB: /\`tick\` \`\`two\`\`
written by layer 1: RUN echo {0} [here](1) @team <img>
efficiency is too low`,
    },
    {
      command: "warning",
      properties: { title: "layerx: budget /a|b\\|/**" },
      data: "the path is too big\ntwo is more than one",
    },
    null,
  ]);
});

test("a name that contains %0A is unchanged", () => {
  const [finding] = HOSTILE.findings;
  const text = githubCommands({ ...HOSTILE, findings: [{ ...finding, title: "100%0A%25" }] });
  expect(runnerReads(text)?.data.split("\n")[0]).toBe("100%0A%25: /a,b:100%]]>\\x0a::stop\ufffe");
});
