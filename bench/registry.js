import { spawnSync } from "node:child_process";
import { inflater, layerx } from "./commands.js";
import { ended, measureInTurns, peakBytes } from "./measure.js";
import { serve, serveLayers } from "./serve.js";

/**
 * Measures `ci` of an image in a registry on this machine, and curl and pigz for the same blobs.
 *
 * @param {ReturnType<typeof import("./inputs/all.js").inputs>} inputs
 * @param {{ rounds: number, say: (line: string) => void }} options
 * @returns {Promise<import("./table.js").Row[]>}
 */
export async function registryRows({ bigGzip, bigGzipLayers }, { rounds, say }) {
  if (spawnSync("curl", ["--version"]).status !== 0) {
    say("no curl: the rows of the registry are left out");
    return [];
  }
  const registry = await serve(bigGzip, bigGzipLayers);
  try {
    say("`ci` from a registry");
    const first = layerx("ci", registry.image, "--no-cache");
    const commands = { first, curl: curl(registry.blobs) };
    const measured = await measureInTurns(commands, { rounds });
    return [
      {
        work: "first `ci` of gzip layers from a registry on loopback",
        ms: measured.first.ms,
        target: `1.2 × \`curl\` and \`${inflater()} -dc\` of its layers`,
        limit: 1.2 * measured.curl.ms,
        peak: await peakBytes(first),
        measured,
      },
    ];
  } finally {
    registry.close();
  }
}

/** @param {string[]} urls downloaded and decompressed one after the other */
function curl(urls) {
  return ["sh", "-c", `for url do curl -s "$url" | ${inflater()} -dc > /dev/null; done`, "sh", ...urls];
}

/**
 * Measures which part of an image with tables of contents is downloaded for its list of files.
 *
 * @param {ReturnType<typeof import("./inputs/all.js").inputs>} inputs
 * @param {{ say: (line: string) => void }} options
 * @returns {Promise<import("./table.js").Row[]>}
 */
export async function tocRows({ bigEstargzLayers }, { say }) {
  say("`tree` of eStargz layers");
  const registry = await serveLayers(bigEstargzLayers);
  try {
    const command = layerx("tree", registry.image, "--no-cache");
    await ended(command);
    const sent = registry.sentBytes();
    const whole = bigEstargzLayers.reduce((sum, { size }) => sum + size, 0);
    return [
      {
        work: "`tree` of eStargz layers in a registry: the downloaded bytes",
        bytes: sent,
        target: "0.01 × the layers",
        limit: 0.01 * whole,
        peak: await peakBytes(command),
        measured: sent,
      },
    ];
  } finally {
    registry.close();
  }
}
