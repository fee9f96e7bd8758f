import fc from "fast-check";
import type { MemberSpec } from "./memory-image.js";

// Few names, contents and modes, so that layers often have the same paths.
const name = fc.constantFrom("a", "b", "c");
const path = fc.array(name, { minLength: 1, maxLength: 3 }).map((parts) => parts.join("/"));
const content = fc.constantFrom("", "x", "y", "zz", "ww");

const file = fc
  .record({ path, content, mode: fc.constantFrom(0o644, 0o600), mtime: fc.constantFrom(0, 1) })
  .map((member): MemberSpec => ({ ...member, type: "file" }));
const dir = path.map((at): MemberSpec => ({ path: at, type: "dir" }));
const target = fc.constantFrom("a", "b/c", "../a", "/c", "..", "/", "./b/../c", "a/b");
const symlink = fc
  .record({ path, linkname: target })
  .map((member): MemberSpec => ({ ...member, type: "symlink" }));
const hardlink = fc
  .record({ path, linkname: path })
  .map((member): MemberSpec => ({ ...member, type: "hardlink" }));
const whiteout = path.map((at): MemberSpec => {
  const slash = at.lastIndexOf("/") + 1;
  return { path: `${at.slice(0, slash)}.wh.${at.slice(slash)}` };
});
const opaque = fc
  .oneof(path, fc.constant(""))
  .map((at): MemberSpec => ({ path: at === "" ? ".wh..wh..opq" : `${at}/.wh..wh..opq` }));

const member = fc.oneof(
  { arbitrary: file, weight: 6 },
  { arbitrary: dir, weight: 2 },
  { arbitrary: symlink, weight: 1 },
  { arbitrary: hardlink, weight: 2 },
  { arbitrary: whiteout, weight: 2 },
  { arbitrary: opaque, weight: 1 },
);

/** Up to four small layers with whiteouts, links, replaced files and all other effects on lower layers. */
export const arbitraryLayers: fc.Arbitrary<MemberSpec[][]> = fc.array(fc.array(member, { maxLength: 8 }), {
  minLength: 1,
  maxLength: 4,
});
