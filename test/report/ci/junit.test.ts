import { expect, test } from "vitest";
import { junitXml } from "../../../src/report/ci/junit.js";
import { type Element, parseXml } from "../../support/xml.js";
import { HOSTILE } from "./hostile-report.js";

/** The attributes and children that Jenkins' `jenkins-junit.xsd` allows in each element of the report. */
const FORM: Readonly<Record<string, { attributes: readonly string[]; children: readonly string[] }>> = {
  testsuites: {
    attributes: ["name", "tests", "failures", "errors", "skipped", "time"],
    children: ["testsuite"],
  },
  testsuite: {
    attributes: ["name", "tests", "failures", "errors", "skipped", "time"],
    children: ["testcase"],
  },
  testcase: { attributes: ["name", "classname", "time"], children: ["skipped", "failure"] },
  skipped: { attributes: ["message"], children: [] },
  failure: { attributes: ["type", "message"], children: [] },
};

function notAllowed({ name, attributes, children }: Element): string[] {
  const form = FORM[name] ?? { attributes: [], children: [] };
  return [
    ...Object.keys(attributes).filter((attribute) => !form.attributes.includes(attribute)),
    ...children.flatMap((child) => [
      ...(form.children.includes(child.name) ? [] : [child.name]),
      ...notAllowed(child),
    ]),
  ];
}

test("each rule is a test; a failed rule has its findings, and a rule that warns is skipped", () => {
  const root = parseXml(junitXml(HOSTILE));
  expect(notAllowed(root)).toEqual([]);
  const counts = { tests: "3", failures: "1", errors: "0", skipped: "1", time: "0" };
  expect(root.attributes).toEqual({ name: "layerx", ...counts });
  const [suite] = root.children;
  expect(suite.attributes).toEqual({ name: "evil/<b>&`x`:1", ...counts });
  const classname = "layerx.evil/<b>&`x`:1";
  expect(suite.children).toEqual([
    {
      name: "testcase",
      attributes: { name: "lowestEfficiency", classname, time: "0" },
      text: "\n      \n    ",
      children: [
        {
          name: "failure",
          attributes: { type: "lowestEfficiency", message: 'efficiency is "99.8%" & must be <99.9%>' },
          text: `2kB wasted in 2 files (deleted): /a,b:100%]]>\\x0a::stop\\u{fffe}
  in ./a b/Dockerfile,x:3-5
  1kB: /\`tick\` \`\`two\`\`
  written by layer 1: RUN echo {0} [here](1) @team <img>
  → Remove it: rm -rf /x/* in the same RUN.
    https://example.com/a_b#run`,
          children: [],
        },
      ],
    },
    {
      name: "testcase",
      attributes: { name: "budget /a|b\\|/**", classname, time: "0" },
      text: "\n      \n    ",
      children: [
        { name: "skipped", attributes: { message: "two is more than one" }, text: "", children: [] },
      ],
    },
    { name: "testcase", attributes: { name: "maxLayers", classname, time: "0" }, text: "", children: [] },
  ]);
});
