import { once } from "node:events";
import { pack } from "tar-stream";
import { expect, test } from "vitest";
import type { Entry, MemberHeader } from "../../src/image/entry.js";
import { markerMember } from "../../src/pack/member.js";
import { padding, TAR_END, TarHeads } from "../../src/pack/tar-head.js";
import { type RawPath, rawBytes, rawPath } from "../../src/text/escape.js";
import { bySeeking } from "../source/decoded.js";

type Given = Partial<Omit<MemberHeader, "path">> & { readonly content?: string };

const member = (path: string | RawPath, given: Given): MemberHeader => {
  const { content: _, ...attributes } = given;
  return { ...markerMember(path as RawPath), mode: 0o644, size: given.content?.length ?? 0, ...attributes };
};

/** Writes the members, and reads them again. */
async function written(...given: readonly (readonly [path: string | RawPath, Given])[]) {
  const heads = new TarHeads();
  const parts = given.flatMap(([path, attributes]) => {
    const content = Buffer.from(attributes.content ?? "", "latin1");
    return [...heads.of(member(path, attributes)), content, padding(content.length)];
  });
  const tar = Buffer.concat([...parts, TAR_END]);
  return bySeeking(tar);
}

/** The fields of an entry, without its place in the archive. */
const attributes = ({ offset: _, headBlocks: __, stored: ___, contentDigest: ____, ...rest }: Entry) => rest;

test("names, owners, times and attributes that do not fit a plain header are read back unchanged", async () => {
  const long = rawPath(`${"folder/".repeat(60)}file`);
  const odd = rawBytes(Buffer.from("caf\xe9\x1b[2J", "latin1"));
  const given = {
    mode: 0o4711,
    uid: 2 ** 33,
    gid: 300_000,
    mtime: -2,
    mtimeNanos: 123_456_789,
    xattrs: new Map([["security.capability", rawBytes(Buffer.from([1, 0, 10, 255, 61]))]]),
  };
  const entries = await written([long, { ...given, content: "abc" }], [odd, { mtime: 2 ** 40, content: "" }]);
  expect(entries.map(attributes)).toEqual([
    { path: long, type: "file", linkname: "", device: null, size: 3, sparse: null, ...given },
    { ...attributes(entries[1]), path: odd, mtime: 2 ** 40, mtimeNanos: 0, uid: 0, xattrs: null },
  ]);
});

test("folders, links, devices, pipes and the root are read back with their type, mode, target and numbers", async () => {
  const entries = await written(
    ["" as RawPath, { type: "dir", mode: 0o1777 }],
    ["d", { type: "dir", mode: 0 }],
    ["s", { type: "symlink", linkname: rawPath("../é/".repeat(40)) }],
    ["h", { type: "hardlink", linkname: rawPath("d/f") }],
    ["c", { type: "char", device: { major: 1, minor: 3 } }],
    ["large", { type: "block", device: { major: 0o1000000, minor: 2 ** 40 } }],
    ["p", { type: "fifo" }],
  );
  expect(
    entries.map(({ path, type, mode, linkname, device }) => [path, type, mode, linkname, device]),
  ).toEqual([
    ["", "dir", 0o1777, "", null],
    ["d", "dir", 0, "", null],
    ["s", "symlink", 0o644, rawPath("../é/".repeat(40)), null],
    ["h", "hardlink", 0o644, "d/f", null],
    ["c", "char", 0o644, "", { major: 1, minor: 3 }],
    ["large", "block", 0o644, "", { major: 0o1000000, minor: 2 ** 40 }],
    ["p", "fifo", 0o644, "", null],
  ]);
});

test("a header has the same bytes as a header from a stream of tar-stream", async () => {
  const given: readonly Partial<MemberHeader>[] = [
    { size: 3, mode: 0o4755, uid: 1000, gid: 0o777777, mtime: 1_700_000_000 },
    { size: 9_000_000_000, mtime: 0x7fffffff },
    { type: "dir", mode: 0o1777 },
    { type: "symlink", linkname: rawPath("x/y") },
    { type: "hardlink", linkname: rawPath("a/b") },
    { type: "block", device: { major: 8, minor: 17 } },
    { type: "fifo" },
  ];
  const types = {
    file: "file",
    dir: "directory",
    symlink: "symlink",
    hardlink: "link",
    char: "character-device",
    block: "block-device",
    fifo: "fifo",
  } as const;
  const heads = new TarHeads();
  for (const attributes of given) {
    const one = member("folder/name", attributes);
    const { type, uid, gid, size, mtime, linkname, device } = one;
    const stream = pack();
    stream.entry({
      name: type === "dir" ? "folder/name/" : "folder/name",
      type: types[type],
      mode: one.mode,
      uid,
      gid,
      size,
      mtime: new Date(mtime * 1000),
      linkname,
      ...(device === null ? {} : { devmajor: device.major, devminor: device.minor }),
    });
    const [first] = await once(stream, "data");
    expect(Buffer.concat(heads.of(one)).equals(first), type).toBe(true);
    stream.destroy();
  }
});

test("only the data of a sparse file is stored, and its holes are kept", async () => {
  const sparse = [
    { offset: 1_000_000, length: 3 },
    { offset: 5_000_000, length: 2 },
  ];
  const [entry, next] = await written(
    ["holes", { content: "abcde", size: 10_000_000, sparse }],
    ["next", { content: "x" }],
  );
  expect(attributes(entry)).toMatchObject({ path: "holes", size: 10_000_000, sparse });
  expect(entry.stored).toBe(5);
  expect(next.path).toBe("next");
});
