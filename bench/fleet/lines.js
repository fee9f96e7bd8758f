import { once } from "node:events";
import { createWriteStream, readFileSync } from "node:fs";

/**
 * Repeats the lines of an audit until there are `count` lines. Each repetition has other repositories, and other layers
 * above the base.
 *
 * @param {string} file
 * @param {number} count
 * @returns {Promise<string>} the new file
 */
export async function repeatedLines(file, count) {
  const lines = readFileSync(file, "utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
  const out = createWriteStream(`${file}.many`);
  for (let at = 0; at < count; at++) {
    const line = lines[at % lines.length];
    const round = Math.floor(at / lines.length);
    const layers = line.layers.map((layer) =>
      layer.index === 0 ? layer : { ...layer, diffId: `${layer.diffId}${round}` },
    );
    const named = { source: `${line.source}-${round}`, repository: `${line.repository}-${round}`, layers };
    if (!out.write(`${JSON.stringify({ ...line, ...named })}\n`)) await once(out, "drain");
  }
  out.end();
  await once(out, "close");
  return `${file}.many`;
}
