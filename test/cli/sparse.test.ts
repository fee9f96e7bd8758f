import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { type BuiltImage, image } from "../support/fixture.js";
import { file, type MemberSpec } from "../support/layer-spec.js";
import { packings } from "../support/packings.js";
import { layerx } from "../support/run.js";
import { save } from "../support/save.js";
import { sharedTempDir } from "../support/temp.js";

const cwd = sharedTempDir();
const HUGE = 9e14;

/** A file of `size` bytes with `data` at an offset, stored with a map of this one range. */
function sparse(size: number, data: string, at = 0, more: Partial<MemberSpec> = {}): MemberSpec {
  const pax = { "GNU.sparse.size": String(size), "GNU.sparse.map": `${at},${data.length}` };
  return { ...file(data, { pax }), ...more } as MemberSpec;
}

const stored = (content: string) => file(content);

beforeAll(async () => {
  const huge = await image([
    { log: sparse(HUGE, "x", 512), twin: sparse(HUGE, "x", 512), other: sparse(HUGE, "y", 512) },
    { log: sparse(HUGE, "x", 512, { mode: 0o600 }), other: sparse(HUGE, "z", 512) },
    { ".wh.log": "", ".wh.twin": "", moved: sparse(HUGE, "x", 512) },
  ]);
  const gzipped = await image(
    huge.layers.map(({ spec }) => spec),
    { compression: "gzip" },
  );
  const content = `${"\0".repeat(5000)}data${"\0".repeat(3000)}`;
  const equal = await image([
    { a: sparse(content.length, "data", 5000), b: stored(content) },
    { a: stored(content) },
  ]);
  const save1 = (built: BuiltImage, name: string) => save(packings.kaniko, [built], cwd, { name });
  await Promise.all([save1(huge, "huge.tar"), save1(gzipped, "gzip.tar"), save1(equal, "equal.tar")]);
});

test.each(["huge.tar", "gzip.tar"])(
  "files with holes of hundreds of terabytes are compared by their maps (%s)",
  async (name) => {
    const { stdout, code } = await layerx(["inspect", name, "--duplicates", "--format", "json"], { cwd });
    expect(code).toBe(0);
    const { waste, duplicates } = JSON.parse(stdout);
    const copies = waste.copies.map(({ path, cause, layer }: Record<string, unknown>) => [
      path,
      cause,
      layer,
    ]);
    expect(copies).toEqual([
      ["/log", "metadata", 0],
      ["/log", "moved", 1],
      ["/other", "overwritten", 0],
      ["/twin", "moved", 0],
    ]);
    expect(duplicates).toEqual([]);
    expect((await layerx(["ci", name], { cwd })).code).toBe(1);
    expect((await layerx(["diff", name, "equal.tar", "--format", "json"], { cwd })).code).toBe(0);
  },
);

test("equal contents are duplicates with one SHA-256, with or without holes", async () => {
  const { stdout } = await layerx(["inspect", "equal.tar", "--duplicates", "--format", "json"], { cwd });
  const { waste, duplicates } = JSON.parse(stdout);
  expect(waste.byCause.rewritten).toBe(8004);
  expect(duplicates).toMatchObject([{ bytes: 8004, paths: ["/a", "/b"] }]);
  expect(duplicates[0].digest).toMatch(/^sha256:[0-9a-f]{64}$/);
});

test("duplicates with very large holes have no digest", async () => {
  const twins = await image([{ a: sparse(HUGE, "x"), b: sparse(HUGE, "x") }]);
  await save(packings.kaniko, [twins], cwd, { name: "twins.tar" });
  const { stdout } = await layerx(["inspect", "twins.tar", "--duplicates", "--format", "json"], { cwd });
  expect(JSON.parse(stdout).duplicates).toEqual([{ bytes: HUGE, digest: null, paths: ["/a", "/b"] }]);
});

test("the SHA-256 of a file with very large holes is an error that names the limit", async () => {
  const { code, stderr } = await layerx(["diff", "huge.tar", "gzip.tar", "--content", "/moved"], { cwd });
  expect(code).toBe(2);
  expect(stderr).toContain("--limit hole-bytes=VALUE");
});

test("extract keeps the holes of a file, and writes the data between them", async () => {
  const size = 3e9;
  const big = await image([{ log: sparse(size, "data", 1_000_000) }]);
  await save(packings.kaniko, [big], cwd, { name: "big.tar" });
  expect((await layerx(["extract", "big.tar", "/log", "out.log"], { cwd })).code).toBe(0);
  const stat = statSync(join(cwd, "out.log"));
  expect(stat.size).toBe(size);
  expect(stat.blocks * 512).toBeLessThan(1e6);
  expect((await layerx(["extract", "equal.tar", "/b", "b"], { cwd })).code).toBe(0);
  expect(readFileSync(join(cwd, "b"), "latin1")).toBe(`${"\0".repeat(5000)}data${"\0".repeat(3000)}`);
});
