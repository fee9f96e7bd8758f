import { LIST_RULES, NUMBER_RULES } from "../../src/analysis/gate/rules/all-rules.js";

const START = "<!-- rules: written by `npm run readme` -->\n";
const END = "<!-- end of rules -->\n";

/** @returns the page with a new table of rules, or the page unchanged if it has no such table. */
export function withRuleTable(page: string): string {
  const [before, rest] = page.split(START);
  if (rest === undefined) return page;
  const rows = [...NUMBER_RULES, ...LIST_RULES].map(({ key, flag, doc }) => {
    const option = flag === null ? "" : ` \`--${flag.name}\``;
    return `|${option} | \`${key}\` | ${doc.what.replace(/^Fails if |\.$/g, "")} | ${exampleOf(doc.example)} |`;
  });
  const head = ["| option | `.layerx.yaml` | fails if | example |", "| --- | --- | --- | --- |"];
  return `${before}${START}${[...head, ...rows].join("\n")}\n${rest.slice(rest.indexOf(END))}`;
}

/** @returns the first line with a value, without its key: `'COPY *': 10MB`. */
function exampleOf(example: string): string {
  const lines = example.split("\n");
  const line = lines.length === 1 ? lines[0].replace(/^\w+: /, "") : lines[1].replace(/^ *(- )?/, "");
  return `\`${line}\``;
}
