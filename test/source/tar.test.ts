import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { Damage, LimitPassed } from "../../src/source/damage.js";
import type { Limits } from "../../src/source/limits.js";
import { bySeeking, byStreaming, check, entry, refused } from "./decoded.js";
import { body, END, file, GNU_MAGIC, header, pax } from "./tar-bytes.js";

describe("the blocks of a member's headers", () => {
  const blocks = async (...pieces: Buffer[]) =>
    (await bySeeking(Buffer.concat([...pieces, END]))).map(({ path, headBlocks }) => [path, headBlocks]);
  const longName = file("././@LongLink", `${"n".repeat(600)}\0`, { flag: "L", magic: GNU_MAGIC });

  test("are its own header and all extension headers before it", async () =>
    expect(
      await blocks(
        header({ name: "plain" }),
        pax([["mtime", "1.5"]]),
        file("times", "content"),
        longName,
        pax([["uid", "7"]]),
        header({ name: "cut", flag: "5" }),
        file("last", "x"),
      ),
    ).toEqual([
      ["plain", 1],
      ["times", 3],
      ["n".repeat(600), 6],
      ["last", 1],
    ]));

  test("do not include global records and volume labels, which are not a part of the member", async () =>
    expect(
      await blocks(
        pax([["uid", "7"]], "g"),
        header({ name: "a" }),
        header({ name: "label", flag: "V" }),
        pax([["uid", "7"]]),
        header({ name: "b" }),
      ),
    ).toEqual([
      ["a", 1],
      ["b", 3],
    ]));

  test("are unknown for a name that is not the path, and for a folder with a body", async () =>
    expect(
      await blocks(
        header({ name: "./a" }),
        header({ name: "./b/", flag: "5" }),
        header({ name: "c/", flag: "5" }),
        header({ name: "/d" }),
        header({ name: "e//f" }),
        header({ name: "../g" }),
        header({ name: "././h" }),
        file("i", "names", { flag: "D" }),
      ),
    ).toEqual([
      ["a", 1],
      ["b", 1],
      ["c", 1],
      ["d", 0],
      ["e/f", 0],
      ["g", 0],
      ["h", 0],
      ["i", 0],
    ]));

  test("are unknown if there are too many of them", async () =>
    expect(
      await blocks(
        ...Array.from({ length: 34 }, () => pax([["comment", "x".repeat(1_000_000)]])),
        header({ name: "a" }),
      ),
    ).toEqual([["a", 0]]));
});

describe("names", () => {
  test("ustar puts its prefix before the name, the format before it has none", () =>
    check(
      [header({ name: "name", prefix: "a/b" }), header({ name: "old", magic: "", prefix: "junk" }), END],
      [entry("a/b/name", { offset: 512 }), entry("old", { offset: 1024 })],
    ));

  test("star stores times after a shorter prefix", () => {
    const times = "14371573625\0".repeat(2);
    const star = header({ name: "name", prefix: "p".repeat(131) + times, patches: [[508, "tar\0"]] });
    return check([star, END], [entry(`${"p".repeat(131)}/name`, { offset: 512 })]);
  });

  test("GNU stores times at the place of ustar's prefix", () =>
    check(
      [header({ name: "name", magic: GNU_MAGIC, prefix: "14000000000\0" }), END],
      [entry("name", { offset: 512 })],
    ));

  test("with GNU's magic and no valid time, the prefix is part of the name if it is ASCII", () => {
    const gnu = (prefix: string, more: readonly (readonly [number, string])[] = []) =>
      header({ name: "name", magic: GNU_MAGIC, prefix, patches: more });
    const octal = "14371573625\0";
    const base256 = "\x80\0\0\0\0\0\0\0\x65\x53\xf1\0";
    return check(
      [
        gnu("srv/app"),
        gnu(octal + octal),
        gnu(base256 + octal),
        gnu(`${octal}not octal`),
        gnu("\0".repeat(12), [[357, "folder"]]),
        gnu("srv/\xe4"),
        gnu("\xc0\0\0\0\0\0\0\0\0\0\0\0"),
        gnu(octal, [[357, "\xc0more than 64 bits"]]),
        gnu(octal, [[357, base256]]),
        END,
      ],
      [
        entry("srv/app/name", { offset: 512 }),
        entry("name", { offset: 1024 }),
        entry("name", { offset: 1536 }),
        entry("14371573625/name", { offset: 2048 }),
        entry("name", { offset: 2560 }),
        entry("name", { offset: 3072 }),
        entry("name", { offset: 3584 }),
        entry("14371573625/name", { offset: 4096 }),
        entry("name", { offset: 4608 }),
      ],
    );
  });

  test("GNU's long name and long link belong to the next member only", () =>
    check(
      [
        file("././@LongLink", `${"n".repeat(600)}\0`, { flag: "L", magic: GNU_MAGIC }),
        file("././@LongLink", `${"t".repeat(200)}\0`, { flag: "K", magic: GNU_MAGIC }),
        header({ name: "cut", flag: "2", linkname: "cut" }),
        header({ name: "next", flag: "2", linkname: "to" }),
        END,
      ],
      [
        entry("n".repeat(600), { type: "symlink", linkname: "t".repeat(200), offset: 3072 }),
        entry("next", { type: "symlink", linkname: "to", offset: 3584 }),
      ],
    ));

  test("the records of one member are not those of the next, which has a long name of GNU", () =>
    check(
      [
        pax([
          ["uid", "7"],
          ["path", "a"],
        ]),
        header({ name: "cut" }),
        file("././@LongLink", "b\0", { flag: "L", magic: GNU_MAGIC }),
        header({ name: "cut" }),
        END,
      ],
      [entry("a", { uid: 7, offset: 1536 }), entry("b", { offset: 3072 })],
    ));

  test("are bytes, without `.`, `..`, doubled and leading slashes", () =>
    check(
      [header({ name: "./a//b/../\xff\n" }), header({ name: "/../x/", flag: "5" }), END],
      [entry("a/\xff\n", { offset: 512 }), entry("x", { type: "dir", offset: 1024 })],
    ));

  test("the target of a hard link is normalised, the target of a symlink is unchanged", () =>
    check(
      [
        header({ name: "h", flag: "1", linkname: "./a" }),
        header({ name: "s", flag: "2", linkname: "./a" }),
        END,
      ],
      [
        entry("h", { type: "hardlink", linkname: "a", offset: 512 }),
        entry("s", { type: "symlink", linkname: "./a", offset: 1024 }),
      ],
    ));
});

describe("numbers", () => {
  test("times, owners and modes are read in octal and base 256, also negative times", () => {
    const time = Buffer.alloc(12, 0xff);
    time[11] = 0xf6;
    const uid = Buffer.from([0x80, 0, 0, 0, 0x00, 0x98, 0x96, 0x80]);
    return check(
      [header({ name: "f", mtime: time, uid, mode: "0104755\0" }), END],
      [entry("f", { mtime: -10, uid: 10_000_000, mode: 0o4755, offset: 512 })],
    );
  });

  test("a time far outside of the calendar is accepted, in base 256 and in a PAX record", async () => {
    const base256 = (value: bigint) => {
      const field = Buffer.alloc(12, value < 0n ? 0xff : 0);
      field.writeBigInt64BE(value, 4);
      field[0] |= 0x80;
      return field;
    };
    const [late, early] = [header({ mtime: base256(2n ** 62n) }), header({ mtime: base256(-(2n ** 62n)) })];
    const records = pax([["mtime", "9223372036854775807"]]);
    const found = await bySeeking(Buffer.concat([late, early, records, header({}), END]));
    expect(found.map(({ mtime }) => mtime)).toEqual([2 ** 62, -(2 ** 62), 2 ** 63]);
  });

  test("the IDs of users and groups can have more than 32 bits", () => {
    const uid = Buffer.from([0x80, 0, 0, 1, 0, 0, 0, 0]);
    return check(
      [header({ uid }), pax([["gid", "4294967297"]]), header({}), END],
      [entry("f", { uid: 2 ** 32, offset: 512 }), entry("f", { gid: 2 ** 32 + 1, offset: 2048 })],
    );
  });

  test("a negative owner is its number without a sign, in base 256 and in a PAX record", () => {
    const uid = Buffer.from([0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xfe]);
    return check(
      [header({ uid }), pax([["gid", "-1"]]), header({}), END],
      [entry("f", { uid: 2 ** 32 - 2, offset: 512 }), entry("f", { gid: 2 ** 32 - 1, offset: 2048 })],
    );
  });

  test("a number can have spaces around it, and a field of only spaces is 0", () =>
    check([header({ uid: "   755 \0", gid: "       \0" }), END], [entry("f", { uid: 0o755, offset: 512 })]));

  test("a size that is not a number is damage at the offset of the header", async () => {
    const bytes = Buffer.concat([file("a", "x"), header({ patches: [[124, "12x45"]] }), END]);
    expect(await refused(bytes)).toEqual(
      new Damage("corrupt", 1024, "the size in a tar header is not a number"),
    );
  });
});

describe("PAX", () => {
  test("records replace the name, link, owner, time and size of the header", () =>
    check(
      [
        pax([
          ["path", "größe"],
          ["uid", "3000000"],
          ["gid", "4000000"],
          ["mtime", "-1.5"],
          ["size", "3"],
        ]),
        header({ name: "short", size: 0 }),
        body("abc"),
        pax([["linkpath", "ziel"]]),
        header({ name: "l", flag: "2", linkname: "x" }),
        END,
      ],
      [
        entry("gr\xc3\xb6\xc3\x9fe", {
          uid: 3_000_000,
          gid: 4_000_000,
          mtime: -2,
          mtimeNanos: 500_000_000,
          size: 3,
          offset: 1536,
        }),
        entry("l", { type: "symlink", linkname: "ziel", offset: 3584 }),
      ],
    ));

  test("extended attributes are bytes, with newlines, NULs and `=` in them", () =>
    check(
      [
        pax([
          ["SCHILY.xattr.user.a=b", "x"],
          ["SCHILY.xattr.security.capability", Buffer.from([1, 0, 0x0a, 0x3d, 0xff])],
        ]).subarray(),
        header({}),
        END,
      ],
      [
        entry("f", {
          xattrs: new Map([
            ["user.a", "b=x"],
            ["security.capability", "\x01\0\n=\xff"],
          ]),
          offset: 1536,
        }),
      ],
    ));

  test("global records change no member, because engines ignore them", () =>
    check(
      [
        pax(
          [
            ["path", "named"],
            ["linkpath", "to"],
            ["uid", "7"],
            ["size", "99"],
            ["SCHILY.xattr.user.a", "b"],
          ],
          "g",
        ),
        file("a", "x"),
        file("PaxHeader", "no records at all", { flag: "g" }),
        header({ name: "b", flag: "2", linkname: "a", uid: "0000001\0" }),
        pax([["uid", "8"]]),
        pax([["uid", "9"]], "g"),
        header({ name: "c" }),
        END,
      ],
      [
        entry("a", { size: 1, offset: 1536 }),
        entry("b", { type: "symlink", linkname: "a", uid: 1, offset: 3584 }),
        entry("c", { offset: 6144 }),
      ],
    ));

  test("times have nine digits after the point, and more digits are cut", () => {
    const times = ["1700000000.123456789", "1700000000.9999999999", "-0.000000001", "-1", "5.", ".5"];
    const expected = [
      [1_700_000_000, 123_456_789],
      [1_700_000_000, 999_999_999],
      [-1, 999_999_999],
      [-1, 0],
      [5, 0],
      [0, 500_000_000],
    ];
    return check(
      [...times.flatMap((time) => [pax([["mtime", time]]), header({})]), END],
      expected.map(([mtime, mtimeNanos], i) => entry("f", { mtime, mtimeNanos, offset: 1536 * (i + 1) })),
    );
  });

  test("of two records with one key the last one is used, and an empty value replaces nothing", () =>
    check(
      [
        pax([
          ["path", "first"],
          ["path", "last"],
          ["uid", ""],
          ["linkpath", ""],
        ]),
        header({ name: "cut", uid: "0000003\0", flag: "2", linkname: "to" }),
        END,
      ],
      [entry("last", { type: "symlink", uid: 3, linkname: "to", offset: 1536 })],
    ));

  test("a record with a wrong length is damage", async () => {
    const bytes = Buffer.concat([file("PaxHeader", "99 path=x\n", { flag: "x" }), header({}), END]);
    expect(await refused(bytes)).toEqual(new Damage("corrupt", 512, "a PAX record has a wrong length"));
  });

  test.each(["mtime", "uid", "size"])("a %s that is not a number is damage", async (key) => {
    const damage = new Damage("corrupt", 1536, "a number in a PAX record cannot be read");
    for (const value of ["x", "-", "1e3"])
      expect(await refused(Buffer.concat([pax([[key, value]]), header({}), END]))).toEqual(damage);
  });
});

describe("members without a body:", () => {
  test("a hard link has no body, even if its size is not 0", () =>
    check(
      [file("a", "abc"), header({ name: "b", flag: "1", linkname: "a", size: 3 }), file("c", "x"), END],
      [
        entry("a", { size: 3, offset: 512 }),
        entry("b", { type: "hardlink", linkname: "a", offset: 1536 }),
        entry("c", { size: 1, offset: 2048 }),
      ],
    ));

  test("folders, symlinks, devices and FIFOs have no body", () =>
    check(
      ["5", "2", "3", "4", "6"].map((flag) => header({ name: flag, flag, size: 9 })),
      [
        entry("5", { type: "dir", offset: 512 }),
        entry("2", { type: "symlink", offset: 1024 }),
        entry("3", { type: "char", offset: 1536, device: { major: 0, minor: 0 } }),
        entry("4", { type: "block", offset: 2048, device: { major: 0, minor: 0 } }),
        entry("6", { type: "fifo", offset: 2560 }),
      ],
    ));

  test("the two numbers of a device are read in octal or base 256", () =>
    check(
      [
        header({
          name: "null",
          flag: "3",
          patches: [
            [329, "0000001\0"],
            [337, "0000003\0"],
          ],
        }),
        header({ name: "big", flag: "4", patches: [[337, Buffer.from([0x80, 0, 0, 0, 0, 0x10, 0, 0])]] }),
        END,
      ],
      [
        entry("null", { type: "char", offset: 512, device: { major: 1, minor: 3 } }),
        entry("big", { type: "block", offset: 1024, device: { major: 0, minor: 0x100000 } }),
      ],
    ));

  test("an old header without a type is a folder if its whole name ends in a slash", () =>
    check(
      [
        header({ name: "d/", flag: "\0", magic: "" }),
        header({ name: "f", flag: "\0", magic: "" }),
        pax([["path", "long/"]]),
        header({ name: "cut", flag: "\0", magic: "" }),
        END,
      ],
      [
        entry("d", { type: "dir", offset: 512 }),
        entry("f", { offset: 1024 }),
        entry("long", { type: "dir", offset: 2560 }),
      ],
    ));

  test("a volume label, a continued volume and a list of old names are not files", () =>
    check([..."VMN"].map((flag) => file("label", "content", { flag })).concat(header({}), END), [
      entry("f", { offset: 3584 }),
    ]));

  test("a member of another type is a file", () =>
    check(
      [file("a", "x", { flag: "7" }), header({}), END],
      [entry("a", { size: 1, offset: 512 }), entry("f", { offset: 1536 })],
    ));
});

describe("the end of an archive", () => {
  const two = [entry("a", { size: 1, offset: 512 }), entry("b", { size: 1, offset: 1536 })];

  test("is two blocks of zeros, and bytes after them are not read", () =>
    check([file("a", "x"), file("b", "y"), END, Buffer.from("junk"), file("c", "z")], two));

  test("can also be the end of the file, with or without padding", async () => {
    await check([file("a", "x"), file("b", "y")], two);
    await check([Buffer.concat([file("a", "x"), file("b", "y")]).subarray(0, 1537)], two);
  });

  test("is not a single block of zeros, also if there are several", () =>
    check(
      [file("a", "x"), Buffer.alloc(512), file("b", "y"), Buffer.alloc(512), header({})],
      [two[0], entry("b", { size: 1, offset: 2048 }), entry("f", { offset: 3584 })],
    ));

  test("within a body, a header or an extension is damage with the offset", async () => {
    const bytes = Buffer.concat([file("a", "x"), pax([["path", "long"]]), file("b", "y".repeat(600))]);
    const cut = (length: number) => refused(bytes.subarray(0, length));
    const damage = (at: number, to: number) =>
      new Damage("truncated", at, `its entries need at least ${to} bytes`);
    expect(await cut(512)).toEqual(damage(512, 513));
    expect(await cut(1100)).toEqual(damage(1100, 1536));
    expect(await cut(1540)).toEqual(damage(1540, 1549));
    expect(await cut(2048)).toEqual(damage(2048, 2560));
    expect(await cut(2570)).toEqual(damage(2570, 3160));
  });
});

describe("hostile archives:", () => {
  test("a wrong checksum is damage", async () => {
    const bytes = Buffer.concat([file("a", "x"), header({})]);
    bytes[1030] ^= 1;
    const damage = new Damage("corrupt", 1024, "the checksum of a tar header does not match");
    expect(await refused(bytes)).toEqual(damage);
  });

  test("a checksum over signed bytes is also valid", async () => {
    const block = header({ name: "\xff" });
    const sum = block.reduce((total, byte, i) => total + (i >= 148 && i < 156 ? 32 : (byte << 24) >> 24), 0);
    block.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148, "latin1");
    await check([block, END], [entry("\xff", { offset: 512 })]);
  });

  test("negative and impossible sizes are damage", async () => {
    const huge = Buffer.from([0x80, 0, 0, 0, 0, 0x1f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]);
    const damage = new Damage("corrupt", 0, "a tar header has an impossible size");
    expect(await refused(header({ size: Buffer.alloc(12, 0xff) }))).toEqual(damage);
    expect(await refused(header({ size: huge }))).toEqual(damage);
  });

  test.each([..."xLVgD"])("a negative size of a member of type %s is damage", async (flag) => {
    const bytes = Buffer.concat([header({ flag, size: Buffer.alloc(12, 0xff) }), file("a", "x"), END]);
    expect(await refused(bytes)).toMatchObject({ kind: "corrupt", at: 0 });
  });

  test("names, PAX records and sparse maps have limits", async () => {
    const long = Buffer.concat([file("L", "x".repeat(100), { flag: "L" }), header({}), END]);
    await expect(bySeeking(long, { nameBytes: 99 })).rejects.toEqual(new LimitPassed("nameBytes", 99));
    for (const key of ["path", "linkpath"]) {
      const named = Buffer.concat([pax([[key, "x".repeat(100)]]), header({ flag: "2" }), END]);
      await expect(bySeeking(named, { nameBytes: 99 })).rejects.toEqual(new LimitPassed("nameBytes", 99));
    }
    const records = Buffer.concat([pax([["comment", "x".repeat(100)]]), header({}), END]);
    await expect(bySeeking(records, { paxBytes: 99 })).rejects.toEqual(new LimitPassed("paxBytes", 99));
    const map = Buffer.concat([pax([["GNU.sparse.map", "1,1,2,1"]]), file("f", "ab"), END]);
    await expect(bySeeking(map, { sparseChunks: 1 })).rejects.toEqual(new LimitPassed("sparseChunks", 1));
  });

  test("the sums of names, links, PAX records, sparse maps and sizes have limits", async () => {
    const passed = (bytes: readonly Buffer[], limits: Partial<Limits>) =>
      bySeeking(Buffer.concat([...bytes, END]), limits).then(
        () => null,
        (error: unknown) => error,
      );
    const named = [header({ name: "n".repeat(60) }), header({ flag: "2", linkname: "l".repeat(60) })];
    expect(await passed(named, { textBytes: 121 })).toBeNull();
    expect(await passed(named, { textBytes: 120 })).toEqual(new LimitPassed("textBytes", 120));
    const records = [1, 2, 3].flatMap(() => [pax([["comment", "x".repeat(100)]]), header({})]);
    expect(await passed(records, { textBytes: 600 })).toEqual(new LimitPassed("textBytes", 600));
    const map = [1, 2, 3].flatMap(() => [pax([["GNU.sparse.map", "0,1,1,1"]]), file("f", "ab")]);
    expect(await passed(map, { sparseChunks: 6 })).toBeNull();
    expect(await passed(map, { sparseChunks: 5 })).toEqual(new LimitPassed("sparseChunks", 5));
    const files = [file("a", "1234"), file("b", "123")];
    expect(await passed(files, { contentBytes: 6 })).toEqual(new LimitPassed("contentBytes", 6));
  });

  test("each new folder in a name counts against the limit of entries", async () => {
    const deep = [header({ name: "a/b/c/x" }), header({ name: "a/b/c/y" }), header({ name: "a/b/d/x" }), END];
    expect(await bySeeking(Buffer.concat(deep), { entries: 7 })).toHaveLength(3);
    await expect(bySeeking(Buffer.concat(deep), { entries: 6 })).rejects.toEqual(
      new LimitPassed("entries", 6),
    );
    await expect(bySeeking(Buffer.concat(deep), { depth: 3 })).rejects.toEqual(new LimitPassed("depth", 3));
  });

  test("equal extended attributes of several members are stored once", async () => {
    const twice = ["a", "b"].flatMap((name) => [pax([["SCHILY.xattr.user.a", "x"]]), header({ name })]);
    const [a, b] = await bySeeking(Buffer.concat([...twice, END]));
    expect(a.xattrs).toEqual(new Map([["user.a", "x"]]));
    expect(a.xattrs).toBe(b.xattrs);
  });

  test("a PAX record named __proto__ is an ordinary record", () =>
    check([pax([["__proto__", "x"]]), header({}), END], [entry("f", { offset: 1536 })]));
});

test("streaming computes the digest of each file for chunks of any size", () => {
  const big = "x".repeat(2000);
  const bytes = Buffer.concat([file("a", "abc"), header({ name: "empty" }), file("b", big), END]);
  const sha = (content: string) => createHash("sha256").update(content).digest();
  for (const chunkBytes of [1, 100, 512, 5000]) {
    const digests = byStreaming(bytes, chunkBytes).map(({ contentDigest }) => contentDigest);
    expect(digests).toEqual([sha("abc"), null, sha(big)]);
  }
});
