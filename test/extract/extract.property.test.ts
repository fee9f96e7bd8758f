import { mkdirSync, readdirSync, realpathSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { extract } from "../../src/extract/extract.js";
import { arbitraryLayers } from "../support/arbitrary-layers.js";
import type { MemberSpec } from "../support/memory-image.js";
import { onDisk } from "../support/on-disk.js";
import { referenceSteps } from "../support/reference.js";
import { tempDir } from "../support/temp.js";
import { planned, targetAt } from "./planned.js";

test("extract writes the filesystem that a simple reference computes, and changes nothing outside of the target", async () => {
  const folder = realpathSync(tempDir());
  let run = 0;
  await fc.assert(
    fc.asyncProperty(arbitraryLayers, async (given) => {
      const layers = given.map((members) => members.map(openFolder));
      const own = join(folder, String(run++));
      mkdirSync(own);
      // Symlinks of the image lead to this file, if extract follows them from the target.
      writeFileSync(join(own, "a"), "beside");
      const { plan, layers: stored } = await planned(layers, { target: targetAt(join(own, "to")) });
      await extract(plan, { layers: stored });
      expect(onDisk(join(own, "to"))).toEqual(expected(layers));
      expect(readdirSync(own)).toEqual(["a", "to"]);
      expect(onDisk(own)[0]).toBe("-rw-r--r-- a = beside");
    }),
    { numRuns: 400 },
  );
});

/** The expected lines of `onDisk`. Hard links to nothing are missing; all names of a file have its mode. */
function expected(layers: readonly (readonly MemberSpec[])[]): string[] {
  const { filesystem } = referenceSteps(layers).at(-1) ?? { filesystem: new Map() };
  return [...filesystem]
    .sort(([a], [b]) => (a.split("/").join("\0") < b.split("/").join("\0") ? -1 : 1))
    .flatMap(([path, { type, inode }]) => {
      if (type === "dir") return [`drwxr-xr-x ${path}`];
      if (inode === null || inode.type === "dir") return [];
      if (inode.type === "symlink") return [`lrwxrwxrwx ${path} -> ${inode.linkname}`];
      return [`${inode.mode === 0o600 ? "-rw-------" : "-rw-r--r--"} ${path} = ${inode.content}`];
    });
}

/** The same folder with a mode that lets the test read it. */
function openFolder(member: MemberSpec): MemberSpec {
  return member.type === "dir" ? { ...member, mode: 0o755 } : member;
}
