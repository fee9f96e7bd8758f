import { buffer } from "node:stream/consumers";
import fc from "fast-check";
import { extract, pack } from "tar-stream";
import { expect, test } from "vitest";
import { escapePath } from "../../src/text/escape.js";
import { bySeeking, byStreaming } from "./decoded.js";

const name = fc
  .array(fc.stringMatching(/^[a-zé文]{1,40}$/), { minLength: 1, maxLength: 8 })
  .map((parts) => parts.join("/"));
// tar-stream wraps later times.
const common = {
  name,
  mode: fc.integer({ min: 0, max: 0o7777 }),
  uid: fc.integer({ min: 0, max: 2 ** 31 }),
  gid: fc.integer({ min: 0, max: 0o777777 }),
  mtime: fc.integer({ min: 0, max: 2 ** 31 - 1 }).map((seconds) => new Date(seconds * 1000)),
};
const member = fc.oneof(
  fc.record({ ...common, type: fc.constant("file" as const), content: fc.uint8Array({ maxLength: 2000 }) }),
  fc.record({ ...common, type: fc.constantFrom("directory" as const, "fifo" as const) }),
  fc.record({ ...common, type: fc.constantFrom("symlink" as const, "link" as const), linkname: name }),
  fc.record({
    ...common,
    type: fc.constant("file" as const),
    content: fc.uint8Array({ maxLength: 600 }),
    pax: fc.dictionary(
      fc.stringMatching(/^SCHILY\.xattr\.user\.[a-z]{1,5}$/),
      fc.stringMatching(/^[a-z=\n]{1,9}$/),
    ),
  }),
);

type Member = typeof member extends fc.Arbitrary<infer T> ? T : never;

test("archives of tar-stream are read with the same result as by tar-stream, by seeking and by streaming", () =>
  fc.assert(
    fc.asyncProperty(
      fc.array(member, { maxLength: 12 }),
      fc.integer({ min: 1, max: 3000 }),
      async (members, chunkBytes) => {
        const bytes = await packed(members);
        const expected = await readByTarStream(bytes);
        expect((await bySeeking(bytes)).map(line)).toEqual(expected);
        expect(byStreaming(bytes, chunkBytes).map(line)).toEqual(expected);
      },
    ),
    { numRuns: 150 },
  ));

async function packed(members: readonly Member[]): Promise<Buffer> {
  const archive = pack();
  for (const spec of members) {
    if ("content" in spec) {
      const { content, ...head } = spec;
      archive.entry({ ...head }, Buffer.from(content));
    } else archive.entry({ ...spec });
  }
  archive.finalize();
  return buffer(archive);
}

const TYPE_NAMES: Readonly<Record<string, string>> = { directory: "dir", link: "hardlink" };

async function readByTarStream(bytes: Buffer): Promise<string[]> {
  const reader = extract();
  reader.end(bytes);
  const lines: string[] = [];
  for await (const entry of reader) {
    const { header } = entry;
    const type = TYPE_NAMES[header.type ?? ""] ?? header.type ?? "";
    const xattrs = Object.entries(header.pax ?? {}).filter(([key]) => key.startsWith("SCHILY.xattr."));
    lines.push(
      JSON.stringify({
        path: header.name.replace(/\/$/, ""),
        type,
        mode: header.mode,
        uid: header.uid,
        gid: header.gid,
        mtime: (header.mtime?.getTime() ?? 0) / 1000,
        size: header.size,
        linkname: header.linkname ?? "",
        xattrs: xattrs.map(([key, value]) => [key.slice("SCHILY.xattr.".length), value]).sort(),
      }),
    );
    entry.resume();
  }
  return lines;
}

function line(entry: Awaited<ReturnType<typeof bySeeking>>[number]): string {
  const { path, type, mode, uid, gid, mtime, size, linkname, xattrs } = entry;
  return JSON.stringify({
    path: escapePath(path),
    type,
    mode,
    uid,
    gid,
    mtime,
    size,
    linkname: escapePath(linkname),
    xattrs: [...(xattrs ?? [])].map(([key, value]) => [key, String(value)]).sort(),
  });
}
