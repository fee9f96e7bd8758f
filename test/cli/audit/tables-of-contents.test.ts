import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { chunkedLayer } from "../../support/chunked-layer.js";
import { digestOf } from "../../support/fixture.js";
import { layerx } from "../../support/run.js";
import { ScriptedRegistry } from "../../support/scripted-registry.js";
import { tempDir } from "../../support/temp.js";

const NUMBERS = Array.from({ length: 60_000 }, (_, n) => String(n).padStart(6)).join("");

/** Two layers with tables of contents. The second layer writes a file again and removes a file. */
async function pushed(form: "estargz" | "zstd:chunked") {
  const registry = await ScriptedRegistry.start();
  const layers = [
    await chunkedLayer(
      [
        ["opt/same", "the same content"],
        ["opt/large", NUMBERS],
        ["opt/gone", "removed later"],
      ],
      { form },
    ),
    await chunkedLayer(
      [
        ["opt/same", "the same content"],
        ["opt/.wh.gone", ""],
        ["root/.npmrc", "//registry.npmjs.org/:_authToken=npm_aB3dE5fG7hI9jK1lM3nO5pQ7rS9tU1vW3xY5"],
      ],
      { form },
    ),
  ];
  const config = {
    architecture: "amd64",
    os: "linux",
    history: [{ created_by: "RUN first" }, { created_by: "RUN second" }],
    rootfs: { type: "layers", diff_ids: layers.map(({ tar }) => digestOf(tar)) },
  };
  const blobs = layers.map(({ blob, mediaType, annotations }) => ({
    mediaType,
    ...registry.blob(blob),
    annotations,
  }));
  registry.manifest("lab/app", ["1"], {
    schemaVersion: 2,
    config: registry.blob(JSON.stringify(config)),
    layers: blobs,
  });
  /** @returns the ranges of the requests for layers, or `whole`. */
  const reads = () =>
    registry.seen
      .splice(0)
      .filter(({ url }) => blobs.some(({ digest }) => url.endsWith(digest)))
      .map(({ headers }) => headers.range ?? "whole");
  const bytes = blobs.reduce((sum, { size }) => sum + size, 0);
  return { name: `registry:${registry.host}/lab/app:1`, reads, bytes };
}

/** @returns the number of bytes in ranges such as `bytes=10-19`. */
function bytesOf(ranges: readonly string[]): number {
  const sizes = ranges.map((range) => range.match(/\d+/g)?.map(Number) ?? []);
  return sizes.reduce((sum, [from = 0, to = 0]) => sum + to - from + 1, 0);
}

const isWhole = (range: string) => range === "whole";

async function audit(name: string, args: readonly string[], cwd = tempDir()) {
  const { stdout } = await layerx(["audit", name, "--no-cache", ...args], { cwd });
  return JSON.parse(stdout);
}

describe.each(["estargz", "zstd:chunked"] as const)("an audit of layers in %s", (form) => {
  test("reads only their tables of contents, and has the same result as with complete layers", async () => {
    const { name, reads, bytes } = await pushed(form);
    const { warnings, ...line } = await audit(name, []);
    const ranges = reads();
    expect(ranges).not.toContain("whole");
    expect(bytesOf(ranges)).toBeLessThan(0.02 * bytes);
    expect(warnings.map(({ code }: { code: string }) => code)).toEqual(["toc-unverified"]);
    const { warnings: none, ...whole } = await audit(name, ["--verify"]);
    expect(reads()).toContain("whole");
    expect(none).toEqual([]);
    expect(line).toEqual(whole);
    expect(line.waste.byCause).toMatchObject({ rewritten: 16, deleted: 13 });
  });

  test("reads complete layers if a failed rule changes the exit code", async () => {
    const { name, reads } = await pushed(form);
    await audit(name, ["--fail-on", "verdict"]);
    expect(reads().filter(isWhole)).toHaveLength(2);
  });

  test("reads each layer once and completely if a rule reads file contents", async () => {
    const { name, reads } = await pushed(form);
    const cwd = tempDir();
    writeFileSync(join(cwd, ".layerx.yaml"), "forbidden: [secrets]\n");
    const { gate } = await audit(name, [], cwd);
    expect(gate.pass).toBe(false);
    expect(reads().filter(isWhole)).toHaveLength(2);
  });
});
