import { bindingName } from "../../src/explorer/keys/key-map.js";
import { keyName } from "../../src/explorer/keys/key-names.js";
import { BINDINGS } from "../../src/explorer/keys/keys.js";
import { withRuleTable } from "./rule-table.js";
import { layerx } from "./run.js";

/** The pages with outputs of the program. */
export const PAGES = ["README.md", "docs/ci.md", "docs/commands.md", "docs/explorer.md"];

/** @returns the page with new outputs in its `console` blocks, and new tables of rules and keys. */
export async function refreshed(page: string): Promise<string> {
  const out = withRuleTable(await consoleRefreshed(page));
  return out.replace(
    /(<!-- keys -->\n)[\s\S]*?(\n## |$)/,
    (_, start, end) => `${start}\n${keyTable()}${end}`,
  );
}

/**
 * @returns the page with new outputs in its `console` blocks. A number after `console` is the maximum of lines.
 */
async function consoleRefreshed(page: string): Promise<string> {
  let out = "";
  let at = 0;
  for (const block of page.matchAll(/^```console ?(\d*)\n([\s\S]*?)^```$/gm)) {
    const [whole, lines, body] = block;
    out += page.slice(at, block.index);
    out += `\`\`\`console${lines === "" ? "" : ` ${lines}`}\n${await printed(body, Number(lines))}\`\`\``;
    at = block.index + whole.length;
  }
  return out + page.slice(at);
}

async function printed(body: string, lines: number): Promise<string> {
  let out = "";
  for (const [command, words] of body.matchAll(/^\$ layerx (.*)$/gm)) {
    const args = [...words.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, bare]) => quoted ?? bare);
    const { stdout } = await layerx(args, { cwd: process.cwd() });
    const all = stdout.trimEnd().split("\n");
    const shown = lines > 0 && all.length > lines ? [...all.slice(0, lines), "…"] : all;
    out += `${command}\n${shown.map((line) => `${line.trimEnd()}\n`).join("")}`;
  }
  return out;
}

/** @returns the table of keys: the keys, their effect, and their name in the settings file. */
function keyTable(): string {
  const groups = [...new Set(BINDINGS.map(({ group }) => group))];
  const rows = groups.flatMap((group) => [
    `| **${group}** | | |\n`,
    ...BINDINGS.filter((binding) => binding.group === group).map((binding) => {
      const keys = binding.keys.map((key) => `\`${keyName(key)}\``).join(" ");
      return `| ${keys} | ${binding.title} | \`${bindingName(binding)}\` |\n`;
    }),
  ]);
  return `| keys | | name |\n| --- | --- | --- |\n${rows.join("")}`;
}
