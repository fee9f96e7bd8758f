import { parseArgs } from "node:util";
import { engineRows } from "./engine.js";
import { exploreRows } from "./explorer.js";
import { firstScreenRows } from "./first-screen.js";
import { inputs } from "./inputs/all.js";
import { longUseRows } from "./long-use.js";
import { registryRows, tocRows } from "./registry.js";
import { secondOpenRows } from "./second-open.js";
import { markdown } from "./table.js";
import { measureCommands } from "./work.js";

const { values: flags } = parseArgs({
  options: {
    json: { type: "boolean", default: false },
    rounds: { type: "string", default: "7" },
    keys: { type: "string", default: "2000" },
    "no-explorer": { type: "boolean", default: false },
  },
});
const say = (line) => process.stderr.write(`# ${line}\n`);

const files = inputs(say);
const rows = await measureCommands(files, { rounds: Number(flags.rounds), say });
rows.push(...(await registryRows(files, { rounds: Number(flags.rounds), say })));
rows.push(...(await tocRows(files, { say })));
rows.push(...(await secondOpenRows(files, { rounds: Number(flags.rounds), say })));
rows.push(...(await engineRows(files, { rounds: Number(flags.rounds), say })));
if (!flags["no-explorer"]) {
  rows.push(...(await firstScreenRows(files.many, { rounds: Number(flags.rounds), say })));
  rows.push(...(await exploreRows(files.many, { keys: Number(flags.keys), say })));
  rows.push(...(await longUseRows(files.many, { say })));
}
process.stdout.write(flags.json ? `${JSON.stringify(rows, null, 2)}\n` : markdown(rows));
