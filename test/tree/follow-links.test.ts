import { describe, expect, test } from "vitest";
import { escapePath, rawPath } from "../../src/text/escape.js";
import { follow } from "../../src/tree/follow-links.js";
import { loadTree } from "../../src/tree/load.js";
import { memoryImage } from "../support/memory-image.js";

const link = (path: string, linkname: string) => ({ path, type: "symlink", linkname }) as const;

/** Checks the result of following a path: `found`, `missing` or `loop`, and a path. */
async function check(path: string, expected: string): Promise<void> {
  const tree = await loadTree(
    memoryImage([
      [
        { path: "usr/lib/os-release", content: "A" },
        { path: "usr/lib/gone", content: "B" },
        link("lib", "usr/lib"),
        link("etc/os-release", "../usr/lib/os-release"),
        link("etc/far", "/etc/os-release"),
        link("etc/up", "../../../../usr/lib/os-release"),
        link("etc/dangling", "/proc/mounts"),
        link("a", "b"),
        link("b", "a"),
      ],
      [{ path: "usr/lib/.wh.gone" }],
    ]),
  );
  const found = follow(tree, tree.rootfs, rawPath(path));
  const where = found.is === "missing" ? found.at : tree.path(found.is === "found" ? found.node : found.link);
  const via = found.is === "missing" && found.link >= 0 ? ` by ${escapePath(tree.path(found.link))}` : "";
  expect(`${found.is} ${escapePath(where)}${via}`).toBe(expected);
}

describe("a path is followed as in a container", () => {
  test.each([
    ["/usr/lib/os-release", "found /usr/lib/os-release"],
    ["usr//lib/./os-release", "found /usr/lib/os-release"],
    ["/", "found /"],
    ["/lib/os-release", "found /usr/lib/os-release"],
    ["/etc/os-release", "found /usr/lib/os-release"],
    ["/etc/far", "found /usr/lib/os-release"],
    ["/etc/up", "found /usr/lib/os-release"],
    ["/../../etc/../lib/os-release", "found /usr/lib/os-release"],
    ["/lib/..", "found /usr"],
  ])("following %s ends with: %s", check);
});

describe("a path that cannot be followed names the missing path or the loop", () => {
  test.each([
    ["/nope/x", "missing /nope"],
    ["/usr/lib/gone", "missing /usr/lib/gone"],
    ["/usr/lib/os-release/x", "missing /usr/lib/os-release/x"],
    ["/etc/dangling", "missing /proc by /etc/dangling"],
    ["/a", "loop /a"],
  ])("following %s ends with: %s", check);
});
