import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { listing } from "../../conformance/validate-image.js";
import { bySeeking } from "../../source/decoded.js";
import { image } from "../../support/fixture.js";
import { device, dir, file, hardlink, symlink } from "../../support/layer-spec.js";
import { packings } from "../../support/packings.js";
import { layerx, layerxBytes } from "../../support/run.js";
import { save } from "../../support/save.js";
import { sharedTempDir, tempDir } from "../../support/temp.js";

const shared = sharedTempDir();
const layers = [
  [
    ["./", dir({ mode: 0o711 })],
    ["etc/", null],
    ["etc/hosts", "old"],
    ["etc/gone", "gone"],
    ["bin/sh", file("shell", { mode: 0o4755, uid: 1000, xattrs: { "security.capability": "x" } })],
    ["bin/ash", hardlink("bin/sh")],
    ["lib", symlink("usr/lib")],
    ["dev/null", device("char", 1, 3)],
  ],
  { "etc/hosts": "new", "etc/.wh.gone": "", "opt/x": "x", "opt/.wh..wh..opq": "" },
] as const;

async function savedAs(packing: keyof typeof packings, compression: "none" | "gzip"): Promise<string> {
  const built = await image(layers, { compression });
  return save(packings[packing], [built], shared, { name: `${packing}-${compression}` });
}

const saved = savedAs("ociArchive", "gzip");

/** @returns one line for each member of the exported tar. */
async function exported(...args: string[]): Promise<string[]> {
  const { code, stdout } = await layerxBytes(["export", await saved, ...args]);
  expect(code).toBe(0);
  return (await bySeeking(stdout)).map(listing);
}

const TIME = "@1700000000";

test("export writes the merged filesystem with owners, modes, links, devices and attributes", async () => {
  expect(await exported()).toEqual([
    `dir 711 0:0 0 ${TIME} `,
    "dir 755 0:0 0 @0 bin",
    "dir 755 0:0 0 @0 dev",
    `dir 755 0:0 0 ${TIME} etc`,
    "dir 755 0:0 0 @0 opt",
    `file 4755 1000:0 5 ${TIME} bin/sh security.capability=78`,
    `file 644 0:0 3 ${TIME} etc/hosts`,
    `file 644 0:0 1 ${TIME} opt/x`,
    `char 644 0:0 0 ${TIME} dev/null`,
    `symlink 777 0:0 0 ${TIME} lib -> usr/lib`,
    `hardlink 4755 1000:0 0 ${TIME} bin/ash -> bin/sh security.capability=78`,
  ]);
});

test("with a path, export writes only this file or folder, under its full path", async () => {
  expect(await exported("/etc")).toEqual([`dir 755 0:0 0 ${TIME} etc`, `file 644 0:0 3 ${TIME} etc/hosts`]);
  expect(await exported("/bin/ash")).toEqual([`file 4755 1000:0 5 ${TIME} bin/ash security.capability=78`]);
});

test("--layer merges the layers up to this layer", async () => {
  expect(await exported("/etc", "--layer", "0")).toEqual([
    `dir 755 0:0 0 ${TIME} etc`,
    `file 644 0:0 3 ${TIME} etc/hosts`,
    `file 644 0:0 4 ${TIME} etc/gone`,
  ]);
});

test("--changes writes the changes of one layer, with its whiteouts", async () => {
  expect(await exported("--layer", "1", "--changes")).toEqual([
    "file 600 0:0 0 @0 etc/.wh.gone",
    "file 600 0:0 0 @0 opt/.wh..wh..opq",
    `file 644 0:0 3 ${TIME} etc/hosts`,
    `file 644 0:0 1 ${TIME} opt/x`,
  ]);
});

test("an image gives the same tar from every packing, and from extract with the target -", async () => {
  const first = await layerxBytes(["export", await saved]);
  for (const packing of ["dockerSave24", "dockerSave25", "ociLayout", "dir"] as const) {
    for (const compression of ["none", "gzip"] as const) {
      const { stdout } = await layerxBytes(["export", await savedAs(packing, compression)]);
      expect(stdout.equals(first.stdout)).toBe(true);
    }
  }
  const extracted = await layerxBytes(["extract", await saved, "/", "-"]);
  expect(extracted.stdout.equals(first.stdout)).toBe(true);
});

describe("all members have the time", () => {
  const hosts = ["dir 755 0:0 0 @86400 etc", "file 644 0:0 3 @86400 etc/hosts"];

  test("from --mtime, in seconds or as a date", async () => {
    expect(await exported("/etc", "--mtime", "86400")).toEqual(hosts);
    expect(await exported("/etc", "--mtime", "1970-01-02T00:00:00Z")).toEqual(hosts);
  });

  test("from SOURCE_DATE_EPOCH, unless --mtime is set", async () => {
    const env = { SOURCE_DATE_EPOCH: "86400" };
    const { stdout } = await layerxBytes(["export", await saved, "/etc"], { env });
    expect((await bySeeking(stdout)).map(listing)).toEqual(hosts);
    const other = await layerxBytes(["export", await saved, "/etc", "--mtime", "0"], { env });
    expect((await bySeeking(other.stdout)).map(({ mtime }) => mtime)).toEqual([0, 0]);
    const unset = await layerxBytes(["export", await saved, "/etc"], { env: { SOURCE_DATE_EPOCH: "" } });
    expect((await bySeeking(unset.stdout)).map(listing)).toEqual(await exported("/etc"));
  });
});

test("--output writes a complete file, and leaves no temporary file", async () => {
  const cwd = tempDir();
  const { code, stdout, stderr } = await layerx(["export", await saved, "-o", "root.tar"], { cwd });
  const { size } = statSync(join(cwd, "root.tar"));
  expect([code, stdout]).toEqual([0, ""]);
  expect(stderr).toBe(`${(size / 1000).toPrecision(3)}kB written to root.tar\n`);
  expect(
    readFileSync(join(cwd, "root.tar")).equals((await layerxBytes(["export", await saved])).stdout),
  ).toBe(true);
  expect(readdirSync(cwd)).toEqual(["root.tar"]);
});

test("a member at the path of the root is left out if it is not a folder", async () => {
  const built = await image([
    [
      ["./", file("content")],
      ["a", "1"],
    ],
  ]);
  const path = await save(packings.dockerSave24, [built], tempDir());
  const { code, stdout } = await layerxBytes(["export", path]);
  expect([code, (await bySeeking(stdout)).map(({ path }) => path)]).toEqual([0, ["a"]]);
});

describe("export fails for", () => {
  test.each([
    [["-o", "IMAGE"], "it is the image, which this command reads, so it would be overwritten"],
    [["-o", "/no/such/folder/x.tar"], "the folder does not exist"],
    [["--changes"], "--layer N says which layer is meant"],
    [
      ["/etc", "--changes", "--layer", "0"],
      "the archive of a layer contains everything that the layer changed",
    ],
    [["--mtime", "yesterday"], "it takes seconds since 1970, or a time such as 2024-01-02T03:04:05Z"],
    [["/nothing"], "/ has no nothing in it"],
  ])("%j", async (args, why) => {
    const path = await saved;
    const before = readFileSync(path);
    const outcome = await layerx(["export", path, ...args.map((word) => (word === "IMAGE" ? path : word))]);
    expect(outcome.code).toBe(2);
    expect(outcome.stdout).toBe("");
    expect(outcome.stderr).toContain(`why:  ${why}\n`);
    expect(readFileSync(path).equals(before)).toBe(true);
  });

  test("a terminal as its output", async () => {
    const { code, stderr } = await layerx(["export", await saved], { tty: ["stdout"] });
    expect(code).toBe(2);
    expect(stderr).toContain("why:  standard output is a terminal; write to a file or a pipe\n");
  });
});
