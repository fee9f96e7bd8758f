import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import zlib from "node:zlib";
import { cat, copy, inflate, inflater, layerx, NODE, unzstd } from "./commands.js";
import { measureInTurns, peakBytes } from "./measure.js";

/**
 * Measures every command, and simple programs of the machine for the same bytes, in one run.
 *
 * @param {ReturnType<typeof import("./inputs/all.js").inputs>} inputs
 * @param {{ rounds: number, say: (line: string) => void }} options
 * @returns {Promise<import("./table.js").Row[]>}
 */
export async function measureCommands(inputs, { rounds, say }) {
  const rows = [];
  const measure = async ({ work, command, beside, overNode, target }) => {
    say(work);
    const measured = await measureInTurns({ layerx: command, node: NODE, ...beside }, { rounds });
    const ms = measured.layerx.ms - (overNode ? measured.node.ms : 0);
    const { words, limit } = target(measured);
    rows.push({ work, ms, target: words, limit, peak: await peakBytes(command), measured });
  };

  await measure({
    work: "`ci`, 400 MB docker archive, 10k files, over `node -e 0`",
    command: layerx("ci", inputs.big, "--no-cache"),
    beside: { cat: cat(inputs.big) },
    overNode: true,
    target: ({ cat }) => ({ words: `2 × \`cat\` (${cat.ms.toFixed(0)} ms) + 80 ms`, limit: 2 * cat.ms + 80 }),
  });
  for (const [result, factor, rules] of [
    ["passes", 4.6, []],
    ["fails", 6.7, ["--highest-wasted-bytes", "0"]],
  ]) {
    await measure({
      work: `\`ci\` of the same that ${result}, whole process`,
      command: layerx("ci", inputs.big, "--no-cache", ...rules),
      beside: { cat: cat(inputs.big) },
      overNode: false,
      target: ({ cat }) => ({
        words: `${factor} × \`cat\` (${cat.ms.toFixed(0)} ms)`,
        limit: factor * cat.ms,
      }),
    });
  }
  await measure({
    work: "`ci`, the same as gzip OCI archive, over `node -e 0`",
    command: layerx("ci", inputs.bigGzip, "--no-cache"),
    beside: { inflate: inflate(inputs.bigGzipLayers) },
    overNode: true,
    target: ({ inflate }) => ({ words: `1.0 × \`${inflater()} -dc\` of its layers`, limit: inflate.ms }),
  });
  if (inputs.bigZstd !== undefined) {
    const factor = "createZstdDecompress" in zlib ? 2.5 : 4;
    await measure({
      work: "`ci`, the same as zstd archive, over `node -e 0`",
      command: layerx("ci", inputs.bigZstd, "--no-cache"),
      beside: { zstd: unzstd(inputs.bigZstdLayers) },
      overNode: true,
      target: ({ zstd }) => ({
        words: `${factor} × \`zstd -dc\` of its layers`,
        limit: factor * zstd.ms,
      }),
    });
  }
  await measure({
    work: "`ci`, 300k files, 30 layers, 2,000 whiteouts",
    command: layerx("ci", inputs.many, "--no-cache"),
    overNode: false,
    target: () => ({ words: "2.5 s, 250 MB", limit: 2500 }),
  });
  for (const args of [["files", "--sort", "size", "--top", "50"], ["packages"]]) {
    await measure({
      work: `\`${args.join(" ")}\`, the same 300k files`,
      command: layerx(...args.toSpliced(1, 0, inputs.many), "--no-cache"),
      beside: { ci: layerx("ci", inputs.many, "--no-cache") },
      overNode: false,
      target: ({ ci }) => ({ words: `1.3 × \`ci\` (${ci.ms.toFixed(0)} ms)`, limit: 1.3 * ci.ms }),
    });
  }
  await measure({
    work: "`ci`, 30k files, 200 whiteouts",
    command: layerx("ci", inputs.some, "--no-cache"),
    overNode: false,
    target: () => ({ words: "0.5 s", limit: 500 }),
  });
  const both = ["many", "manyAgain"].map((name) => layerx("ci", inputs[name], "--no-cache"));
  const [peakA, peakB] = [await peakBytes(both[0]), await peakBytes(both[1])];
  const megabytes = peakA === null ? "n/a" : `${((peakA + peakB) / 1e6).toFixed(0)} MB`;
  await measure({
    work: "`diff`, 300k files each, an instruction in the middle changed, over `node -e 0`",
    command: layerx("diff", inputs.many, inputs.manyAgain),
    beside: { a: both[0], b: both[1] },
    overNode: true,
    target: ({ a, b, node }) => ({
      words: `the memory of \`ci\` of both (${megabytes}), 1.3 × its time`,
      limit: 1.3 * (a.ms + b.ms - 2 * node.ms),
    }),
  });
  for (const [work, args] of [
    ["`--version`", ["--version"]],
    ["`history`, small archive", ["history", inputs.small]],
  ]) {
    await measure({
      work,
      command: layerx(...args),
      overNode: false,
      target: ({ node }) => ({ words: "1.7 × `node -e 0`", limit: 1.7 * node.ms }),
    });
  }
  const place = mkdtempSync(join(tmpdir(), "layerx-bench-"));
  const to = (name) => join(place, name);
  await measure({
    work: "`slim`, the 400 MB archive to a plain archive, with its proof",
    command: layerx("slim", inputs.big, "--output", to("slim.tar"), "--no-cache"),
    beside: { copy: copy(inputs.big, to("copy.tar")) },
    overNode: false,
    target: ({ copy }) => ({
      words: `2.5 × \`cat IN > OUT\` (${copy.ms.toFixed(0)} ms) + 300 ms, 300 MB`,
      limit: 2.5 * copy.ms + 300,
    }),
  });
  await measure({
    work: "`export`, the 400 MB archive",
    command: layerx("export", inputs.big, "--output", to("export.tar"), "--no-cache"),
    beside: { copy: copy(inputs.big, to("copy.tar")) },
    overNode: false,
    target: ({ copy }) => ({
      words: `2 × \`cat IN > OUT\` (${copy.ms.toFixed(0)} ms) + 200 ms`,
      limit: 2 * copy.ms + 200,
    }),
  });
  rmSync(place, { recursive: true, force: true });
  return rows;
}
