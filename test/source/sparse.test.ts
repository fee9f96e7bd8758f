import { describe, expect, test } from "vitest";
import { Damage, LimitPassed } from "../../src/source/damage.js";
import { bySeeking, check, entry, refused } from "./decoded.js";
import { body, END, file, GNU_MAGIC, header, pax } from "./tar-bytes.js";

describe("sparse files", () => {
  const number = (value: number) => `${value.toString(8).padStart(11, "0")}\0`;
  const pair = (offset: number, length: number) => number(offset) + number(length);

  test("the old GNU form has up to four ranges in the header", () =>
    check(
      [
        header({
          flag: "S",
          magic: GNU_MAGIC,
          size: 3,
          patches: [
            [386, pair(10, 1) + pair(20, 2)],
            [483, number(100)],
          ],
        }),
        body("abc"),
        file("next", "x"),
        END,
      ],
      [
        entry("f", {
          size: 100,
          stored: 3,
          sparse: [
            { offset: 10, length: 1 },
            { offset: 20, length: 2 },
          ],
          offset: 512,
        }),
        entry("next", { size: 1, offset: 1536 }),
      ],
    ));

  test("the old GNU form has more ranges in blocks of 21 before the body", () => {
    const all = Array.from({ length: 27 }, (_, i) => ({ offset: i * 10, length: 1 }));
    const block = (from: number, count: number, more: string) => {
      const bytes = Buffer.alloc(512);
      bytes.write(
        all
          .slice(from, from + count)
          .map(({ offset, length }) => pair(offset, length))
          .join(""),
        "latin1",
      );
      bytes.write(more, 504, "latin1");
      return bytes;
    };
    const first = all
      .slice(0, 4)
      .map(({ offset, length }) => pair(offset, length))
      .join("");
    return check(
      [
        header({
          flag: "S",
          magic: GNU_MAGIC,
          size: 27,
          patches: [
            [386, first],
            [482, "\x01"],
            [483, number(261)],
          ],
        }),
        block(4, 21, "\x01"),
        block(25, 2, "\0"),
        body("x".repeat(27)),
        file("next", "x"),
        END,
      ],
      [
        entry("f", { size: 261, stored: 27, sparse: all, offset: 1536 }),
        entry("next", { size: 1, offset: 2560 }),
      ],
    );
  });

  const ranges = [
    { offset: 1, length: 2 },
    { offset: 9, length: 1 },
  ];

  test("PAX 0.0 has a record for each number", () =>
    check(
      [
        pax([
          ["GNU.sparse.size", "10"],
          ["GNU.sparse.numblocks", "2"],
          ["GNU.sparse.offset", "1"],
          ["GNU.sparse.numbytes", "2"],
          ["GNU.sparse.offset", "9"],
          ["GNU.sparse.numbytes", "1"],
        ]),
        file("f", "abc"),
        END,
      ],
      [entry("f", { size: 10, stored: 3, sparse: ranges, offset: 1536 })],
    ));

  test("PAX 0.1 has a list and the real name", () =>
    check(
      [
        pax([
          ["GNU.sparse.size", "10"],
          ["GNU.sparse.map", "1,2,9,1"],
          ["GNU.sparse.name", "dir/f"],
        ]),
        file("dir/GNUSparseFile.1/f", "abc"),
        END,
      ],
      [entry("dir/f", { size: 10, stored: 3, sparse: ranges, offset: 1536 })],
    ));

  test("PAX 1.0 has the list before the data, and includes it in the size", () =>
    check(
      [
        pax([
          ["GNU.sparse.major", "1"],
          ["GNU.sparse.minor", "0"],
          ["GNU.sparse.name", "f"],
          ["GNU.sparse.realsize", "10"],
        ]),
        header({ name: "GNUSparseFile.1/f", size: 515 }),
        body("2\n1\n2\n9\n1\n"),
        body("abc"),
        file("next", "x"),
        END,
      ],
      [
        entry("f", { size: 10, stored: 3, sparse: ranges, offset: 2048 }),
        entry("next", { size: 1, offset: 3072 }),
      ],
    ));

  test("a PAX size replaces the stored size in the header, in each form", () => {
    const sparse = [{ offset: 7, length: 3 }];
    return check(
      [
        pax([["size", "3"]]),
        header({
          name: "a",
          flag: "S",
          magic: GNU_MAGIC,
          patches: [
            [386, number(7) + number(3)],
            [483, number(10)],
          ],
        }),
        body("abc"),
        pax([
          ["size", "3"],
          ["GNU.sparse.size", "10"],
          ["GNU.sparse.map", "7,3"],
        ]),
        header({ name: "b" }),
        body("abc"),
        pax([
          ["size", "515"],
          ["GNU.sparse.major", "1"],
          ["GNU.sparse.realsize", "10"],
        ]),
        header({ name: "c" }),
        body("1\n7\n3\n"),
        body("abc"),
        END,
      ],
      [
        entry("a", { size: 10, stored: 3, sparse, offset: 1536 }),
        entry("b", { size: 10, stored: 3, sparse, offset: 3584 }),
        entry("c", { size: 10, stored: 3, sparse, offset: 6144 }),
      ],
    );
  });

  const badMap = (at: number) => new Damage("corrupt", at, "the map of a sparse file does not fit it");

  test.each(["1,2,2,1", "9,3", "1,2"])(
    "ranges that overlap, pass the end or have a wrong sum are damage: %s",
    async (map) => {
      const records = pax([
        ["GNU.sparse.size", "10"],
        ["GNU.sparse.map", map],
      ]);
      expect(await refused(Buffer.concat([records, file("f", "abc"), END]))).toEqual(badMap(1536));
    },
  );

  test.each(["1", "1,x", "1,2,9"])("a list that is not pairs of numbers is damage: %s", async (map) => {
    const records = pax([["GNU.sparse.map", map]]);
    expect(await refused(Buffer.concat([records, file("f", "abc"), END]))).toEqual(badMap(512));
  });

  describe("the list of PAX 1.0", () => {
    const listed = (list: string, size = 515) =>
      Buffer.concat([
        pax([
          ["GNU.sparse.major", "1"],
          ["GNU.sparse.realsize", "10"],
        ]),
        header({ size }),
        body(list),
        body("abc"),
        END,
      ]);

    test.each([
      ["has a count that is not a number", "x\n1\n2\n", 515],
      ["has no count", "9".repeat(512), 515],
      ["is longer than the file", "2\n1\n2\n9\n1\n", 100],
    ])("is damage if it %s", async (_, list, size) => {
      expect(await refused(listed(list, size))).toEqual(badMap(1536));
    });

    test("has the limit of ranges before it is read", async () => {
      await expect(bySeeking(listed("3\n"), { sparseChunks: 2 })).rejects.toEqual(
        new LimitPassed("sparseChunks", 2),
      );
    });
  });
});

test("a list of 150,000 ranges is read completely", async () => {
  const count = 150_000;
  const list = Array.from({ length: count }, (_, n) => `${2 * n},1`).join(",");
  const records = pax([
    ["GNU.sparse.size", String(2 * count)],
    ["GNU.sparse.map", list],
  ]);
  const [found] = await bySeeking(Buffer.concat([records, file("f", "x".repeat(count)), END]));
  expect(found.sparse).toHaveLength(count);
});
