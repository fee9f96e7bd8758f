import { expect, test } from "vitest";
import { gateMarkdown } from "../../../src/report/ci/gate-markdown.js";
import { HOSTILE } from "./hostile-report.js";

test("text from an image is in code, within more backticks than it contains", () => {
  expect(gateMarkdown(HOSTILE)).toBe(`<!-- layerx -->
### ❌ FAIL \`\`evil/<b>&\`x\`:1\`\`

1MB in 3 layers, 2kB wasted, efficiency 99.8%.

| | rule | is | limit |
| --- | --- | --: | --- |
| ❌ | \`lowestEfficiency\` | 99.8% | at least 99.9% |
| ⚠️ | \`budget /a\\|b\\\\\\|/**\` | 2kB | at most 1kB |
| ✅ | \`maxLayers\` | 3 | at most 3 |

#### What to change

- **2kB wasted in 2 files (deleted)** \`/a,b:100%]]>\\x0a::stop\ufffe\` (\`./a b/Dockerfile,x:3-5\`)
  → Remove it: rm -rf /x/\\* in the same RUN. ([why](https://example.com/a_b#run))
  - 1kB \`\`\` /\`tick\` \`\`two\`\` \`\`\`
  - written by layer 1 \`RUN echo {0} [here](1) @team <img>\`
- **the path is too big**

Without changing the Dockerfile: \`layerx slim\` saves 2kB.

<details><summary>5kB in the final image that it does not need</summary>

- **5kB of man pages in 1 file** \`/usr/share/man\`
  → Leave them out. ([why](https://example.com/man))

</details>
`);
});

test("the report of a gate that passes without rules is short", () => {
  const passed = { ...HOSTILE, pass: true, findings: [], leftovers: null, slim: null };
  expect(
    gateMarkdown({ ...passed, rules: [] })
      .split("\n")
      .slice(1),
  ).toEqual([
    "### ✅ PASS ``evil/<b>&`x`:1``",
    "",
    "1MB in 3 layers, 2kB wasted, efficiency 99.8%.",
    "",
    "No rule is on.",
    "",
  ]);
});

test("five findings are visible, and the others are folded", () => {
  const [, finding] = HOSTILE.findings;
  const findings = [1, 2, 3, 4, 5, 6, 7].map((n) => ({ ...finding, title: `number ${n}` }));
  const text = gateMarkdown({ ...HOSTILE, findings, leftovers: null, slim: null });
  expect(text.slice(text.indexOf("- **"))).toBe(`- **number 1**
- **number 2**
- **number 3**
- **number 4**
- **number 5**

<details><summary>2 more</summary>

- **number 6**
- **number 7**

</details>
`);
});
