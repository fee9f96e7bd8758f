import { fileURLToPath } from "node:url";
import { helpLines, keyName } from "../../src/explorer/help.js";
import { Terminal } from "../session/terminal.js";
import { layerx } from "./run.js";

const PROGRAM = fileURLToPath(new URL("../../bin/layerx.js", import.meta.url));

/**
 * The README with everything in it that the program says, said anew: the explorer's screen, what the commands in its
 * `console` blocks print (a number behind `console` cuts each after so many lines), and the explorer's keys.
 */
export async function refreshed(readme: string): Promise<string> {
  const out = await consoleRefreshed(readme);
  const screen = await explorerScreen();
  return out
    .replace(/(<!-- screen -->\n```text\n)[\s\S]*?(```)/, (_, start, end) => `${start}${screen}${end}`)
    .replace(/(<!-- keys -->\n)[\s\S]*?(\n##)/, (_, start, end) => `${start}\n${keyTable()}${end}`);
}

/** A page with what its `console` blocks print, printed anew. */
export async function consoleRefreshed(page: string): Promise<string> {
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

/** The explorer on the bundled sample, after two steps down. */
async function explorerScreen(): Promise<string> {
  const terminal = new Terminal(process.execPath, [PROGRAM, "samples/flask.tar"], { columns: 110, rows: 30 });
  try {
    await terminal.see("dead copies");
    await terminal.press("jj", "what layer 1 changed");
    // The lowest line that the step changes: a frame is written from the top.
    await terminal.see(() => terminal.text.includes("├ Layer 1 ─") && !terminal.text.includes("▸ var"));
    return terminal.lines.map((line) => `${line.trimEnd()}\n`).join("");
  } finally {
    terminal.kill();
  }
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
