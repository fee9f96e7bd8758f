import { helpLines, keyName } from "../../src/explorer/help.js";
import { layerx } from "./run.js";

/**
 * The README with everything in it that the program says, said anew: what the commands in its `console` blocks print (a
 * number behind `console` cuts each after so many lines), and the explorer's keys.
 */
export async function refreshed(readme: string): Promise<string> {
  let out = "";
  let at = 0;
  for (const block of readme.matchAll(/^```console ?(\d*)\n([\s\S]*?)^```$/gm)) {
    const [whole, lines, body] = block;
    out += readme.slice(at, block.index);
    out += `\`\`\`console${lines === "" ? "" : ` ${lines}`}\n${await printed(body, Number(lines))}\`\`\``;
    at = block.index + whole.length;
  }
  out += readme.slice(at);
  return out.replace(/(<!-- keys -->\n)[\s\S]*?(\n##)/, (_, start, end) => `${start}\n${keyTable()}${end}`);
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

function keyTable(): string {
  const rows = helpLines().map((line) => {
    if ("blank" in line) return "";
    if ("heading" in line) return `| **${line.heading}** | |\n`;
    return `| ${line.keys.map((key) => `\`${keyName(key)}\``).join(" ")} | ${line.title} |\n`;
  });
  return `| keys | |\n| --- | --- |\n${rows.join("")}`;
}
