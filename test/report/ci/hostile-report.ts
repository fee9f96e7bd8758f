import type { GateReport } from "../../../src/report/ci/gate-finding.js";
import { escapeText } from "../../../src/text/escape.js";

/** A report with markup of every output format in each text that can come from an image. */
export const HOSTILE: GateReport = {
  image: escapeText("evil/<b>&`x`:1"),
  pass: false,
  summary: "1MB in 3 layers, 2kB wasted, efficiency 99.8%",
  rules: [
    {
      name: "lowestEfficiency",
      status: "failed",
      actual: "99.8%",
      limit: "at least 99.9%",
      message: escapeText('efficiency is "99.8%" & must be <99.9%>'),
      about: "Fails when efficiency is below its limit.",
      why: "It is {dead}.",
      more: "https://example.com/why",
    },
    {
      name: "budget /a|b\\|/**",
      status: "warned",
      actual: "2kB",
      limit: "at most 1kB",
      message: escapeText("two is more than one"),
      about: "Fails when a path is bigger than its limit.",
      why: "It is.",
      more: null,
    },
    {
      name: "maxLayers",
      status: "passed",
      actual: "3",
      limit: "at most 3",
      message: escapeText("the number of layers is 3; the limit is 3 or less"),
      about: "Fails when the number of layers is above its limit.",
      why: "It is.",
      more: null,
    },
  ],
  findings: [
    {
      rule: "lowestEfficiency",
      level: "error",
      title: "2kB wasted in 2 files (deleted)",
      subject: escapeText("/a,b:100%]]>\n::stop\ufffe"),
      details: [
        { label: "1kB", text: escapeText("/`tick` ``two``") },
        { label: "written by layer 1", text: escapeText("RUN echo {0} [here](1) @team <img>") },
      ],
      verdict: escapeText("efficiency is too low"),
      advice: "Remove it: rm -rf /x/* in the same RUN.",
      source: "https://example.com/a_b#run",
      place: { file: escapeText("./a b/Dockerfile,x"), line: 3, endLine: 5 },
      related: [{ file: escapeText("./a b/Dockerfile,x"), line: 7, endLine: 7 }],
      fingerprint: "00112233445566778899aabbccddeeff",
    },
    {
      rule: "budget /a|b\\|/**",
      level: "warning",
      title: "the path is too big",
      subject: null,
      details: [],
      verdict: escapeText("two is more than one"),
      advice: null,
      source: null,
      place: null,
      related: [],
      fingerprint: "ffeeddccbbaa99887766554433221100",
    },
  ],
  leftovers: {
    title: "5kB in the final image that it does not need",
    found: [
      {
        title: "5kB of man pages in 1 file",
        subject: escapeText("/usr/share/man"),
        details: [],
        advice: "Leave them out.",
        source: "https://example.com/man",
        place: null,
      },
    ],
  },
  slim: "Without changing the Dockerfile: `layerx slim` saves 2kB.",
};
