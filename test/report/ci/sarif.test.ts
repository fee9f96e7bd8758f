import * as v from "valibot";
import { expect, test } from "vitest";
import { sarifJson } from "../../../src/report/ci/sarif.js";
import { escapeText } from "../../../src/text/escape.js";
import { sarifSchema } from "../../support/sarif-schema.js";
import { HOSTILE } from "./hostile-report.js";

function parsed(report = HOSTILE) {
  return v.parse(sarifSchema, JSON.parse(sarifJson(report, "1.2.3"))).runs[0];
}

test("a result has its place and related lines in the Dockerfile, or the image as its place", () => {
  const [first, second] = parsed().results;
  expect(first).toEqual({
    ruleId: "lowestEfficiency",
    ruleIndex: 0,
    level: "error",
    message: {
      text: `2kB wasted in 2 files (deleted): /a,b:100%\\]\\]>\\x0a::stop\ufffe
→ Remove it: rm -rf /x/* in the same RUN.
  https://example.com/a_b#run
1kB: /\`tick\` \`\`two\`\`
written by layer 1: RUN echo {{0}} \\[here\\](1) @team <img>
efficiency is too low`,
    },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: "a%20b/Dockerfile%2Cx" },
          region: { startLine: 3, endLine: 5 },
        },
      },
    ],
    relatedLocations: [
      {
        id: 1,
        physicalLocation: {
          artifactLocation: { uri: "a%20b/Dockerfile%2Cx" },
          region: { startLine: 7, endLine: 7 },
        },
      },
    ],
    partialFingerprints: {
      primaryLocationLineHash: "00112233445566778899aabbccddeeff",
      "layerxFinding/v1": "00112233445566778899aabbccddeeff",
    },
  });
  expect(second.locations).toEqual([
    {
      physicalLocation: {
        artifactLocation: { uri: "evil/%3Cb%3E%26%60x%60%3A1" },
        region: { startLine: 1, endLine: 1 },
      },
      message: { text: "evil/<b>&`x`:1" },
    },
  ]);
});

test("the document names the version, all rules with their levels, and the image", () => {
  const { tool, automationDetails } = parsed();
  expect(tool.driver.version).toBe("1.2.3");
  expect(tool.driver.rules.map(({ id, defaultConfiguration }) => [id, defaultConfiguration.level])).toEqual([
    ["lowestEfficiency", "error"],
    ["budget /a|b\\|/**", "warning"],
    ["maxLayers", "error"],
  ]);
  expect(tool.driver.rules.map(({ help, helpUri }) => [help.text, helpUri])).toEqual([
    ["Fails when efficiency is below its limit. It is {dead}.", "https://example.com/why"],
    ["Fails when a path is bigger than its limit. It is.", undefined],
    ["Fails when the number of layers is above its limit. It is.", undefined],
  ]);
  expect(automationDetails.id).toBe("layerx/evil/<b>&`x`:1/");
});

test("an absolute path of a Dockerfile becomes a file URI", () => {
  const [finding] = HOSTILE.findings;
  const place = { file: escapeText("/srv/Dockerfile"), line: 1, endLine: 1 };
  expect(parsed({ ...HOSTILE, findings: [{ ...finding, place }] }).results[0].locations).toEqual([
    {
      physicalLocation: {
        artifactLocation: { uri: "file:///srv/Dockerfile" },
        region: { startLine: 1, endLine: 1 },
      },
    },
  ]);
});
