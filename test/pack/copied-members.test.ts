import { expect, test } from "vitest";
import { BLOCK, padded } from "../../src/image/tar-block.js";
import { bySeeking } from "../source/decoded.js";
import { dir, file, hardlink, type SpecPair, symlink } from "../support/layer-spec.js";
import { packTar } from "../support/tar.js";
import { slimmed } from "./slimmed.js";

const waste: SpecPair = ["waste", "gone later"];
const removal: readonly SpecPair[] = [[".wh.waste", ""]];

/** Slims a layer with a wasted file. Returns the members of the new layer, and which of them are copies with their headers. */
async function newLayer(members: readonly SpecPair[], above: readonly SpecPair[] = removal) {
  const tars = await Promise.all([packTar([...members, waste]), packTar(above)]);
  const { tars: written, difference, wasted } = await slimmed(tars);
  expect({ difference, wasted }).toEqual({ difference: null, wasted: 0 });
  const copies = new Set((await wholeMembers(tars[0])).map(({ bytes }) => bytes.toString("latin1")));
  return (await wholeMembers(written[0])).map(({ path, bytes }) => [
    path,
    copies.has(bytes.toString("latin1")) ? "copied" : "new",
  ]);
}

/** @returns each member with all its headers and its content. */
async function wholeMembers(tar: Buffer) {
  let start = 0;
  return (await bySeeking(tar)).map(({ path, offset, stored }) => {
    const bytes = tar.subarray(start, offset + padded(stored));
    start += bytes.length;
    return { path, bytes };
  });
}

const note = { pax: { "VENDOR.note": "kept" } };

test("slim copies members with all their headers, in the order of their layer", async () => {
  expect(
    await newLayer([
      ["z", file("first", note)],
      ["a/", dir({ ...note, mtime: 1.5 })],
      ["a/link", symlink("../z", note)],
      ["a/again", hardlink("z", note)],
      ["./empty", ""],
    ]),
  ).toEqual([
    ["z", "copied"],
    ["a", "copied"],
    ["a/link", "copied"],
    ["a/again", "copied"],
    ["empty", "copied"],
  ]);
});

test("a name that is not the path of the member, and a name behind a symlink of the layer, get a new header", async () => {
  expect(
    await newLayer([
      ["/etc/absolute", "1"],
      ["../outside", "2"],
      ["way", symlink("real")],
      ["way/behind", "3"],
      ["link", hardlink("way/behind")],
      ["etc/plain", "4"],
    ]),
  ).toEqual([
    ["etc/absolute", "new"],
    ["outside", "new"],
    ["way", "copied"],
    ["real/behind", "new"],
    ["etc/plain", "copied"],
    ["link", "new"],
  ]);
});

test("a hard link gets a new header if its target is not copied before it, or has extended attributes", async () => {
  const xattrs = { "security.capability": "raw" };
  expect(
    await newLayer(
      [
        ["removed", "content"],
        ["name", hardlink("removed")],
        ["tool", file("binary", { xattrs })],
        ["alias", hardlink("tool")],
        ["first", "x"],
        ["second", hardlink("first")],
        ["third", hardlink("second")],
      ],
      [...removal, [".wh.removed", ""]],
    ),
  ).toEqual([
    ["name", "new"],
    ["tool", "copied"],
    ["first", "copied"],
    ["second", "copied"],
    ["alias", "new"],
    ["third", "new"],
  ]);
});

test("the folders of whiteouts come before the whiteouts, and these before all copies", async () => {
  const base = await packTar([
    ["opt/", dir()],
    ["opt/old", "x"],
    ["opt/app/", dir()],
    ["opt/app/file", "y"],
  ]);
  const next = await packTar([
    ["etc/", dir(note)],
    ["etc/conf", "z"],
    ["opt/", dir(note)],
    ["opt/.wh.old", ""],
    ["opt/app/", dir(note)],
    ["opt/app/.wh..wh..opq", ""],
    ["opt/app/new", "n"],
    waste,
  ]);
  const { tars, difference } = await slimmed([base, next, await packTar(removal)], { base: 1 });
  expect(difference).toBe(null);
  const names: string[] = [];
  for (let at = 0; at < tars[1].length && tars[1][at] !== 0; at += BLOCK) {
    const header = tars[1].subarray(at, at + BLOCK);
    if (header.toString("latin1", 257, 262) === "ustar" && header[156] !== 0x78)
      names.push(header.toString("latin1", 0, header.indexOf(0)));
  }
  expect(names).toEqual([
    "opt/",
    "opt/app/",
    "opt/app/.wh..wh..opq",
    "opt/.wh.old",
    "etc/",
    "etc/conf",
    "opt/app/new",
  ]);
});
