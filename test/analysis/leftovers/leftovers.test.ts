import { expect, test } from "vitest";
import { analyze } from "../../../src/analysis/analyze.js";
import { findLeftovers, leftoverBytes } from "../../../src/analysis/leftovers/leftovers.js";
import { escapePath } from "../../../src/text/escape.js";
import { type MemberSpec, memoryImage } from "../../support/memory-image.js";

function file(path: string, bytes: number, more: Partial<MemberSpec> = {}): MemberSpec {
  return { path, content: "x".repeat(bytes), ...more };
}

/** Returns a line `kind layer bytes×files place=bytes …` for each leftover. */
async function found(layers: readonly (readonly MemberSpec[])[]): Promise<string[]> {
  const analysis = await analyze(memoryImage(layers));
  return findLeftovers(analysis).map(({ kind, layer, bytes, files, places }) => {
    const list = places.map((place) => `${escapePath(analysis.tree.path(place.node))}=${place.bytes}`);
    return `${kind} ${layer} ${bytes}×${files} ${list.join(" ")}`;
  });
}

test.each([
  ["var/lib/apt/lists/deb.example_InRelease", "apt-lists", "/var/lib/apt/lists"],
  ["var/cache/apt/archives/a.deb", "apt-cache", "/var/cache/apt"],
  ["var/cache/apk/APKINDEX.1.tar.gz", "apk-cache", "/var/cache/apk"],
  ["var/cache/libdnf5/x.solv", "rpm-cache", "/var/cache/libdnf5"],
  ["root/.cache/pip/http/1", "pip-cache", "/root/.cache/pip"],
  ["home/app/.npm/_cacache/index", "npm-cache", "/home/app/.npm/_cacache"],
  ["root/go/pkg/mod/cache/download/x", "build-cache", "/root/go/pkg/mod/cache"],
  ["srv/app/.git/objects/ab/1", "version-control", "/srv/app/.git"],
  ["app/core.4711", "core-dumps", "/app/core.4711"],
  ["tmp/build/x.o", "temporary-files", "/tmp"],
  ["usr/share/man/man1/ls.1.gz", "man-pages", "/usr/share/man"],
  ["usr/share/doc/bash/README", "documentation", "/usr/share/doc"],
  ["usr/share/locale/de/LC_MESSAGES/x.mo", "locales", "/usr/share/locale"],
  ["usr/lib/x86_64-linux-gnu/libz.a", "static-libraries", "/usr/lib/x86_64-linux-gnu/libz.a"],
  ["usr/include/stdio.h", "build-tools", "/usr/include"],
  ["app/lib/__pycache__/x.cpython-312.pyc", "bytecode", "/app/lib/__pycache__"],
])("the leftover /%s is of the kind %s, and is listed as %s", async (path, kind, place) => {
  expect(await found([[file(path, 7)]])).toEqual([`${kind} 0 7×1 ${place}=7`]);
});

test("similar names are not leftovers: a library's name elsewhere, a readable `core`, a file with the name .git", async () => {
  const kept = [
    file("app/data.a", 1),
    file("app/core", 2),
    file("app/.git", 3),
    file("opt/var/cache/apt/x", 4),
  ];
  expect(await found([[...kept, file("srv/core", 5, { mode: 0o600 })]])).toEqual([
    "core-dumps 0 5×1 /srv/core=5",
  ]);
});

test("leftovers are files of the final image, listed for the layer that wrote them, most bytes first", async () => {
  const layers = [
    [file("var/lib/apt/lists/old", 50), file("usr/share/doc/a/x", 10), file("usr/share/doc/b/x", 1)],
    [file("var/lib/apt/lists/new", 20), { path: "var/lib/apt/lists/.wh.old" }, file("usr/share/doc/b/x", 30)],
  ];
  expect(await found(layers)).toEqual([
    "documentation 1 30×1 /usr/share/doc=30",
    "apt-lists 1 20×1 /var/lib/apt/lists=20",
    "documentation 0 10×1 /usr/share/doc=10",
  ]);
});

test("leftovers of one kind and layer are added up, and a file within two places counts for the outer one", async () => {
  const layer = [
    file("a/__pycache__/x.pyc", 1),
    file("b/__pycache__/x.pyc", 5),
    file("usr/share/doc/p/__pycache__/x.pyc", 3),
    file("tmp/repo/.git/HEAD", 2),
  ];
  expect(await found([layer])).toEqual([
    "bytecode 0 6×2 /b/__pycache__=5 /a/__pycache__=1",
    "documentation 0 3×1 /usr/share/doc=3",
    "temporary-files 0 2×1 /tmp=2",
  ]);
});

test("hard links of one file count once, and do not count if one of them is in another place", async () => {
  const link = (path: string, linkname: string): MemberSpec => ({ path, type: "hardlink", linkname });
  const layer = [
    file("tmp/a", 4),
    link("tmp/b", "tmp/a"),
    file("tmp/kept", 9),
    link("opt/kept", "tmp/kept"),
    file("tmp/empty", 0),
  ];
  expect(await found([layer])).toEqual(["temporary-files 0 4×1 /tmp=4"]);
});

const entry = { created: null, author: null, comment: null, emptyLayer: false };

test.each([
  ["RUN apt-get update && apt-get install -y python3-pip", "recommended-packages"],
  ["RUN apt-get install -y --no-install-recommends gcc", "build-tools"],
  ["ADD rootfs.tar.xz / # buildkit", "base-removed"],
])(
  "advice about files that are not needed depends on the instruction that wrote them: %s",
  async (createdBy, topic) => {
    const image = memoryImage([[file("usr/lib/gcc/cc1", 5), file("usr/include/a.h", 1)]]);
    const analysis = await analyze({ ...image, history: [{ ...entry, createdBy, layer: 0 }] });
    const leftovers = findLeftovers(analysis);
    expect([leftovers.map((leftover) => leftover.advice.topic), leftoverBytes(leftovers)]).toEqual([
      [topic],
      6,
    ]);
  },
);
