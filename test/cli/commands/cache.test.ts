import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Readable, Writable } from "node:stream";
import { describe, expect, test } from "vitest";
import { run } from "../../../src/cli/run.js";
import { VERSION } from "../../../src/source/cache/cache-store.js";
import { image } from "../../support/fixture.js";
import { packings } from "../../support/packings.js";
import { push } from "../../support/push.js";
import { layerx } from "../../support/run.js";
import { save } from "../../support/save.js";
import { ScriptedRegistry } from "../../support/scripted-registry.js";
import { tempDir } from "../../support/temp.js";

async function gzipArchive(): Promise<string> {
  return save(
    packings.ociArchive,
    [await image([{ a: "1" }, { b: "2" }], { compression: "gzip" })],
    tempDir(),
  );
}

const entriesIn = (folder: string) => readdirSync(join(folder, VERSION)).filter((name) => name !== "trimmed");

test("cache path prints the folder from the option and the variables", async () => {
  const env = { HOME: "/home/u", LAYERX_CACHE_DIR: "/from-env" };
  expect((await layerx(["cache", "path"], { env })).stdout).toBe("/from-env\n");
  expect((await layerx(["cache", "path", "--cache-dir", "c"], { env, cwd: "/w" })).stdout).toBe("/w/c\n");
  expect((await layerx(["cache", "path"], { env: { HOME: "/home/u" } })).stdout).toBe(
    "/home/u/.cache/layerx\n",
  );
  const { code, stderr } = await layerx(["cache", "path"]);
  expect([code, stderr]).toEqual([2, expect.stringContaining("HOME is not set")]);
});

test("cache size counts the entries of a run, as text and as JSON", async () => {
  const folder = join(tempDir(), "cache");
  const path = await gzipArchive();
  const empty = { schemaVersion: 1, path: folder, entries: 0, bytes: 0, limit: 536_870_912 };
  const size = async () =>
    JSON.parse((await layerx(["cache", "size", "--format", "json", "--cache-dir", folder])).stdout);
  expect(await size()).toEqual(empty);
  await layerx(["tree", path, "--cache-dir", folder]);
  const kept = await size();
  expect(kept).toEqual({ ...empty, entries: 4, bytes: expect.any(Number) });
  const { stdout } = await layerx(["cache", "size", "--cache-dir", folder], {
    env: { LAYERX_CACHE_SIZE: "1MiB" },
  });
  expect(stdout).toMatch(/^[\d.]+kB in 4 entries, limit 1.05MB\n$/);
});

test("cache prune reduces the cache to a size, cache clear removes it, and both print the freed bytes", async () => {
  const folder = join(tempDir(), "cache");
  await layerx(["tree", await gzipArchive(), "--cache-dir", folder]);
  const bare = await layerx(["cache", "prune", "--cache-dir", folder]);
  expect([bare.code, bare.stdout]).toEqual([0, "freed 0B in 0 entries\n"]);
  const pruned = await layerx(["cache", "prune", "--to", "400B", "--cache-dir", folder]);
  expect(pruned.stdout).toMatch(/^freed [\d.]+k?B in \d entr(y|ies)\n$/);
  expect(entriesIn(folder).length).toBeLessThan(4);
  expect((await layerx(["cache", "clear", "--cache-dir", folder])).code).toBe(0);
  expect(existsSync(folder)).toBe(false);
  const again = await layerx(["cache", "clear", "--cache-dir", folder]);
  expect([again.code, again.stdout]).toEqual([0, "freed 0B in 0 entries\n"]);
});

test.each([
  ["--no-cache", ["--no-cache"], {}],
  ["LAYERX_CACHE_SIZE=0", [], { LAYERX_CACHE_SIZE: "0" }],
])("with %s nothing is cached", async (_, args, env) => {
  const folder = join(tempDir(), "cache");
  const { code } = await layerx(["tree", await gzipArchive(), "--cache-dir", folder, ...args], { env });
  expect([code, existsSync(folder)]).toEqual([0, false]);
});

test.each(["tree", "waste", "ci", "history"])("%s has the same output from the cache", async (command) => {
  const folder = join(tempDir(), "cache");
  const path = await gzipArchive();
  const without = await layerx([command, path]);
  for (let run = 0; run < 2; run++) {
    expect(await layerx([command, path, "--cache-dir", folder])).toEqual(without);
  }
  expect(entriesIn(folder)).toHaveLength(4);
});

test("a cache that cannot be written does not change the output or the exit code", async () => {
  const folder = join(tempDir(), "cache");
  writeFileSync(folder, "a file");
  const path = await gzipArchive();
  const without = await layerx(["tree", path]);
  expect(await layerx(["tree", path, "--cache-dir", folder])).toEqual(without);
  const below = join(folder, "below");
  expect(await layerx(["tree", path, "--cache-dir", below])).toEqual(without);
  const { stderr } = await layerx(["tree", path, "--cache-dir", below, "--debug"]);
  expect(stderr).toMatch(/^debug: cache: ENOTDIR/);
});

test("a cache over its limit is reduced after the output", async () => {
  const folder = join(tempDir(), "cache");
  const path = await gzipArchive();
  await layerx(["tree", path, "--cache-dir", folder], { env: { LAYERX_CACHE_SIZE: "500B" } });
  expect(entriesIn(folder).length).toBeLessThan(4);
});

test("the output is written before the cache is reduced", async () => {
  const folder = join(tempDir(), "cache");
  const path = await gzipArchive();
  const seen: number[] = [];
  const stdout = new Writable({
    write: (_chunk, _encoding, done) => {
      seen.push(entriesIn(folder).length);
      done();
    },
  });
  const stdin = Object.assign(Readable.from([]), { isTTY: true });
  const code = await run({
    argv: ["tree", path, "--cache-dir", folder],
    env: { LAYERX_CACHE_SIZE: "500B" },
    cwd: "/",
    ...{ stdin, stdout, stderr: new Writable(), platform: { os: "linux", arch: "x64" } },
  });
  expect([code, Math.min(...seen), entriesIn(folder).length < 6]).toEqual([0, 4, true]);
});

test("an invalid size of the cache is an error", async () => {
  const env = { HOME: tempDir(), LAYERX_CACHE_SIZE: "big" };
  const { code, stderr } = await layerx(["tree", await gzipArchive()], { env });
  expect([code, stderr]).toEqual([2, expect.stringContaining("LAYERX_CACHE_SIZE")]);
  const prune = await layerx(["cache", "prune", "--to", "much", "--cache-dir", tempDir()]);
  expect([prune.code, prune.stderr]).toEqual([2, expect.stringContaining("--to")]);
});

test("cache clear removes every kind of entry, also the trees of large images", async () => {
  const folder = tempDir();
  const files = Object.fromEntries(Array.from({ length: 1200 }, (_, n) => [`f${n}`, ""]));
  const archive = await save(packings.ociArchive, [await image([files], { compression: "gzip" })], tempDir());
  await layerx(["files", archive, "--cache-dir", folder]);
  expect(new Set(entriesIn(folder).map((name) => name.split("-")[0]))).toEqual(
    new Set(["layer", "map", "tree"]),
  );
  await layerx(["cache", "clear", "--cache-dir", folder]);
  expect(existsSync(join(folder, VERSION))).toBe(false);
});

test("cache prune without --to reduces the cache to its limit", async () => {
  const folder = join(tempDir(), "cache");
  await layerx(["tree", await gzipArchive(), "--cache-dir", folder]);
  const env = { LAYERX_CACHE_SIZE: "1kB" };
  expect((await layerx(["cache", "prune", "--cache-dir", folder], { env })).code).toBe(0);
  const { stdout } = await layerx(["cache", "size", "--format", "json", "--cache-dir", folder], { env });
  expect(JSON.parse(stdout)).toMatchObject({ limit: 1000, entries: expect.any(Number) });
  expect(JSON.parse(stdout).bytes).toBeLessThanOrEqual(1000);
});

describe("the cache never contains", () => {
  const kept = (folder: string) => {
    const files = existsSync(folder) ? readdirSync(folder, { recursive: true, withFileTypes: true }) : [];
    return files
      .filter((file) => file.isFile())
      .map((file) => readFileSync(join(file.parentPath, file.name), "latin1"));
  };

  test("entries for an uncompressed local archive", async () => {
    const folder = join(tempDir(), "cache");
    const path = await save(packings.ociArchive, [await image([{ a: "1" }, { b: "2" }])], tempDir());
    for (const command of ["tree", "ci", "history", "inspect"])
      expect((await layerx([command, path, "--cache-dir", folder])).code).toBe(0);
    expect(existsSync(folder)).toBe(false);
  });

  test("an entry after an error", async () => {
    const folder = join(tempDir(), "cache");
    const registry = await ScriptedRegistry.start();
    const name = `registry:${registry.host}/lab/app:1`;
    expect((await layerx(["tree", name, "--cache-dir", folder])).code).toBe(2);
    expect(existsSync(folder)).toBe(false);
    push(registry, await image([{ a: "1" }]));
    expect((await layerx(["tree", name, "--cache-dir", folder])).code).toBe(0);
  });

  test("the content of a file, a tag, or a login", async () => {
    const folder = join(tempDir(), "cache");
    const registry = await ScriptedRegistry.start();
    const content = "the content of a file";
    push(registry, await image([{ a: content }], { compression: "gzip" }), { tags: ["a-secret-tag"] });
    registry.guard = { is: "token", user: "somebody", password: "hunter2" };
    const auth = Buffer.from("somebody:hunter2").toString("base64");
    const env = { DOCKER_AUTH_CONFIG: JSON.stringify({ auths: { [registry.host]: { auth } } }) };
    const name = `registry:${registry.host}/lab/app:a-secret-tag`;
    for (const args of [
      ["cat", name, "/a"],
      ["tree", name],
      ["waste", name],
      ["inspect", name],
    ]) {
      expect((await layerx([...args, "--cache-dir", folder], { env })).code).toBe(0);
    }
    const all = kept(folder);
    expect(all.length).toBeGreaterThan(3);
    for (const text of [content, "a-secret-tag", "somebody", "hunter2", auth, "token-1"])
      expect(all.filter((bytes) => bytes.includes(text))).toEqual([]);
  });
});

test("a damaged entry of the cache counts as missing, with a message only for --debug", async () => {
  const folder = join(tempDir(), "cache");
  const path = await gzipArchive();
  const args = ["tree", path, "--cache-dir", folder];
  const first = await layerx(args);
  const damage = () => {
    for (const name of entriesIn(folder)) {
      const bytes = readFileSync(join(folder, VERSION, name));
      bytes[bytes.length - 1] ^= 1;
      writeFileSync(join(folder, VERSION, name), bytes);
    }
  };
  damage();
  expect(await layerx(args)).toEqual(first);
  damage();
  expect((await layerx([...args, "--debug"])).stderr).toMatch(
    /^debug: cache: map-[0-9a-f]{64} is removed: it is damaged$/m,
  );
  expect(entriesIn(folder)).toHaveLength(4);
});

test.each([
  ["200MB", 200_000_000],
  ["1GiB", 1024 ** 3],
  ["", 512 * 1024 ** 2],
])("LAYERX_CACHE_SIZE=%s is a limit of %i bytes", async (size, limit) => {
  const env = { LAYERX_CACHE_SIZE: size };
  const { stdout } = await layerx(["cache", "size", "--format", "json", "--cache-dir", tempDir()], { env });
  expect(JSON.parse(stdout).limit).toBe(limit);
});
