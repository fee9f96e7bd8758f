import { GROWTH_RULES } from "../../src/analysis/gate/rules/all-rules.js";
import { RULE_DOCS } from "../../src/analysis/gate/rules/rule-docs.js";
import type { Printable } from "../../src/text/escape.js";
import { wrapText } from "../../src/text/wrap.js";

/** The rules file with every key. */
export const RULE_SAMPLE = "samples/all.layerx.yaml";

const HEAD = [
  "Every key of a file of rules, with its sentence and its example. `npm run readme` writes this file from the rules.",
  "`layerx ci flask.tar --config all.layerx.yaml` checks them; `layerx ci --explain maxSize` says why you may want a rule.",
  "A limit alone fails the gate. A map can turn it into a warning: maxSize: { limit: 300MB, severity: warning }",
];

/** Returns the contents of `RULE_SAMPLE`: for each key the sentence of its rule as a comment, then its example. */
export function ruleSample(): string {
  const parts = [...RULE_DOCS].map(([key, { what, example }]) => {
    const text = key === "baseline" ? `baseline:\n${fileOf(example)}\n  growth:\n${growth()}` : example;
    return `${comment(what)}\n${text}\n`;
  });
  return `${HEAD.map((line) => comment(line)).join("\n")}\n\n${parts.join("\n")}`;
}

/** Returns the line of the baseline's example that names its file. */
function fileOf(example: string): string {
  return example.split("\n")[1];
}

/** Returns each growth rule: its sentence as a comment, then the last line of its example. */
function growth(): string {
  return GROWTH_RULES.map(
    ({ doc }) => `${comment(doc.what, "    ")}\n${doc.example.split("\n").at(-1)}`,
  ).join("\n");
}

function comment(text: string, indent = ""): string {
  return wrapText(text as Printable, 118 - indent.length)
    .map((line) => `${indent}# ${line}`)
    .join("\n");
}
