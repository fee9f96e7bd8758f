import fc from "fast-check";
import loadSqlite from "sql.js/dist/sql-wasm-inline.js";
import { describe, expect, test } from "vitest";
import { analyze } from "../../../src/analysis/analyze.js";
import { findPackages } from "../../../src/analysis/packages/packages.js";
import { readRpmHeader } from "../../../src/analysis/packages/rpm-header.js";
import { openImage } from "../../../src/source/open.js";
import { image } from "../../support/fixture.js";
import { type LayerSpec, symlink } from "../../support/layer-spec.js";
import { packings } from "../../support/packings.js";
import { rpmDatabase, rpmHeader } from "../../support/rpm-database.js";
import { save } from "../../support/save.js";
import { tempDir } from "../../support/temp.js";

const PLACE = "usr/lib/sysimage/rpm/rpmdb.sqlite";
const BASH = rpmHeader({
  name: "bash",
  version: "5.2",
  release: "1.fc40",
  paths: ["/usr/bin/bash", "/bin/sh"],
});
const VIM = rpmHeader({ name: "vim", version: "9", release: "2", epoch: 2, paths: ["/usr/bin/vim"] });

async function packagesOf(...layers: LayerSpec[]) {
  const path = await save(packings.dockerSave25, [await image(layers)], tempDir());
  const analysis = await analyze(await openImage(path, { cwd: "/", stdin: null, host: { arch: "x64" } }));
  const { packages, warnings } = await findPackages(analysis.image, analysis.tree);
  return {
    packages: packages.map(({ type, name, version, size, layer }) => [type, name, version, size, layer]),
    warnings: warnings.map(({ code, message }) => `${code}: ${message}`),
  };
}

test("packages of an rpm database have name, epoch, version, release, and the bytes of their files", async () => {
  const found = await packagesOf(
    {
      [PLACE]: await rpmDatabase([BASH, VIM]),
      bin: symlink("usr/bin"),
      "usr/bin/bash": "b".repeat(100),
      "usr/bin/sh": "s".repeat(20),
      "usr/bin/vim": "v".repeat(7),
    },
    { "usr/bin/bash": "B".repeat(101) },
  );
  expect(found).toEqual({
    packages: [
      ["rpm", "bash", "5.2-1.fc40", 121, 1],
      ["rpm", "vim", "2:9-2", 7, 0],
    ],
    warnings: [],
  });
});

test("the rpm database is found through a symlink at its older path", async () => {
  const { packages } = await packagesOf({
    "var/lib/rpm": symlink("../../usr/lib/sysimage/rpm"),
    [PLACE]: await rpmDatabase([VIM]),
  });
  expect(packages).toEqual([["rpm", "vim", "2:9-2", 0, null]]);
});

describe("an rpm database that cannot be read gives a warning, not an error", () => {
  test.each(["Packages", "Packages.db"])(
    "the file %s of Berkeley DB or ndb gives a warning",
    async (name) => {
      const { packages, warnings } = await packagesOf({ [`var/lib/rpm/${name}`]: "binary" });
      expect([packages, warnings]).toEqual([
        [],
        [
          `rpm-not-read: /var/lib/rpm/${name} is not read: only rpm's SQLite databases (rpmdb.sqlite) can be read; files of its packages count as files of no package`,
        ],
      ]);
    },
  );

  test("a file that is not a SQLite database gives a warning", async () => {
    const { packages, warnings } = await packagesOf({ [PLACE]: "SQLite format 3" });
    expect([packages, warnings]).toEqual([[], [expect.stringContaining("file is not a database")]]);
  });

  test("a truncated database gives a warning", async () => {
    const bytes = await rpmDatabase(Array.from({ length: 200 }, () => BASH));
    const { warnings } = await packagesOf({ [PLACE]: bytes.subarray(0, 8192) });
    expect(warnings).toEqual([expect.stringContaining("rpm-not-read: /usr/lib/sysimage/rpm/rpmdb.sqlite")]);
  });

  test("a view in place of the table gives a warning, because its query could run forever", async () => {
    const { Database } = await loadSqlite();
    const database = new Database();
    database.run(
      "CREATE VIEW Packages AS WITH RECURSIVE n(hnum) AS (SELECT 1 UNION ALL SELECT hnum + 1 FROM n) SELECT hnum, x'00' AS blob FROM n",
    );
    const { warnings } = await packagesOf({ [PLACE]: Buffer.from(database.export()) });
    expect(warnings).toEqual([expect.stringContaining("it has no table of packages")]);
  });

  test("a database with many references to the same page gives a warning", async () => {
    const bytes = await rpmDatabase(Array.from({ length: 2000 }, () => VIM));
    // The root of the table is page 2: each of its cells begins with the number of a page.
    const root = 4096;
    const cells = bytes.readUInt16BE(root + 3);
    const first = bytes.readUInt32BE(root + bytes.readUInt16BE(root + 12));
    expect([bytes[root], cells > 30]).toEqual([5, true]);
    for (let cell = 0; cell < cells; cell++) {
      bytes.writeUInt32BE(first, root + bytes.readUInt16BE(root + 12 + 2 * cell));
    }
    const few = bytes.subarray(0, 4096 * 12);
    few.writeUInt32BE(12, 28);
    const { warnings } = await packagesOf({ [PLACE]: few });
    expect(warnings).toEqual([expect.stringContaining("its rows have more bytes than the file")]);
  });

  test("a table with a computed column gives a warning", async () => {
    const table =
      "CREATE TABLE 'Packages' (hnum INTEGER PRIMARY KEY AUTOINCREMENT, other, blob BLOB AS (zeroblob(1000000000)))";
    const { warnings } = await packagesOf({ [PLACE]: await rpmDatabase([], { table }) });
    expect(warnings).toEqual([expect.stringContaining("it has no table of packages")]);
  });
});

test("a warning says that changes in SQLite's log are not read; an empty log gives no warning", async () => {
  const withLog = (log: string) => packagesOf({ ...database, [`${PLACE}-wal`]: log });
  const database = { [PLACE]: await rpmDatabase([VIM]) };
  expect((await withLog("")).warnings).toEqual([]);
  expect((await withLog("changes")).warnings).toEqual([
    "rpm-log-not-read: /usr/lib/sysimage/rpm/rpmdb.sqlite-wal is not read: changes of rpm's database that are only there are missing",
  ]);
});

describe("an rpm header", () => {
  test("whole paths are read from the header of a package for rpm before version 4", () => {
    const data = Buffer.from("old\x001\x00/bin/a\x00/bin/b\x00", "latin1");
    const entry = (...numbers: number[]) => Buffer.from(Uint32Array.from(numbers).buffer).swap32();
    const header = Buffer.concat([
      entry(3, data.length),
      entry(1000, 6, 0, 1),
      entry(1001, 6, 4, 1),
      entry(1027, 8, 6, 2),
      data,
    ]);
    expect(readRpmHeader(header)).toEqual({ name: "old", version: "1", paths: ["/bin/a", "/bin/b"] });
  });

  test("a truncated header, or a header without a name, is not a package", () => {
    for (let bytes = 0; bytes < BASH.length; bytes++)
      expect(readRpmHeader(BASH.subarray(0, bytes))).toBeNull();
    expect(readRpmHeader(Buffer.alloc(8))).toBeNull();
  });

  test("a header with changed bytes is read without an error, and has fewer paths than bytes", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat({ max: BASH.length - 1 }), fc.nat({ max: 255 }))), (changes) => {
        const bytes = Buffer.from(BASH);
        for (const [at, value] of changes) bytes[at] = value;
        expect(readRpmHeader(bytes)?.paths.length ?? 0).toBeLessThan(BASH.length);
      }),
    );
  });
});
