import { expect, test } from "vitest";
import { type PlanOptions, targetBytes } from "../../src/extract/plan.js";
import { rawBytes } from "../../src/text/escape.js";
import type { MemberSpec } from "../support/memory-image.js";
import { planLines, planned, targetAt } from "./planned.js";

async function checkPlan(
  layers: readonly (readonly MemberSpec[])[],
  expected: readonly string[],
  options: Partial<PlanOptions> & { path?: string } = {},
): Promise<void> {
  const { plan } = await planned(layers, { target: targetAt("/tmp/to"), ...options });
  expect(planLines(plan)).toEqual(expected);
}

test("the plan for a folder has every path below it, as in the final filesystem", () =>
  checkPlan(
    [
      [
        { path: "etc/hosts", content: "old" },
        { path: "etc/gone", content: "x" },
        { path: "bin/sh", content: "shell" },
      ],
      [{ path: "etc/hosts", content: "second", mode: 0o600 }, { path: "etc/.wh.gone" }],
    ],
    ["drwxr-xr-x         to", "-rw-------      6B to/hosts"],
    { path: "/etc" },
  ));

test("the contents of the root are written directly into the target", () =>
  checkPlan([[{ path: "a", content: "1" }]], ["drwxr-xr-x         to", "-rw-r--r--      1B to/a"]));

test("a single file is written as the target", () =>
  checkPlan([[{ path: "a/b", content: "1" }]], ["-rw-r--r--      1B to"], { path: "/a/b" }));

test("one warning counts the devices and named pipes that are not extracted, and names the first", () =>
  checkPlan(
    [
      [
        { path: "dev/console", type: "char" },
        { path: "dev/null", type: "char" },
        { path: "dev/sda", type: "block" },
        { path: "run/pipe", type: "fifo" },
      ],
    ],
    [
      "drwxr-xr-x         to",
      "drwxr-xr-x         to/dev",
      "drwxr-xr-x         to/run",
      "devices and named pipes are left out: /dev/console and 3 more",
    ],
  ));

test("a name that leads out of the target is not extracted, and nothing below it", () =>
  checkPlan(
    [
      [
        { path: "a/../../etc/passwd", content: "root" },
        { path: "a/./b", content: "1" },
        { path: "a/nul\0", content: "2" },
        { path: "a/...", content: "3" },
      ],
    ],
    [
      "drwxr-xr-x         to",
      "drwxr-xr-x         to/a",
      "-rw-r--r--      1B to/a/...",
      "names that a file cannot have are left out, with everything below them: /a/. and 2 more",
    ],
  ));

test("setuid, setgid and sticky bits are removed, or kept with the option setuid", async () => {
  const layers = [
    [
      { path: "su", content: "x", mode: 0o4755 },
      { path: "tmp", type: "dir", mode: 0o1777 },
      { path: "w", content: "y", mode: 0o2111 },
    ],
  ] as const;
  await checkPlan(layers, [
    "drwxr-xr-x         to",
    "-rwxr-xr-x      1B to/su",
    "drwxrwxrwx         to/tmp",
    "---x--x--x      1B to/w",
    "setuid, setgid and sticky bits are taken off: /su and 2 more",
  ]);
  await checkPlan(
    layers,
    [
      "drwxr-xr-x         to",
      "-rwsr-xr-x      1B to/su",
      "drwxrwxrwt         to/tmp",
      "---x--s--x      1B to/w",
    ],
    { setuid: true },
  );
});

test("a warning says that extended attributes are not written", () =>
  checkPlan(
    [[{ path: "ping", content: "x", xattrs: { "security.capability": "y" } }]],
    ["-rw-r--r--      1B to", "extended attributes are not written: /ping"],
    { path: "/ping" },
  ));

test("a hard link adds no content to the plan, also from another layer", async () => {
  const layers = [
    [{ path: "b/first", content: "12345" }],
    [{ path: "a", type: "hardlink", linkname: "b/first" }],
    [{ path: "b/.wh.first" }, { path: "c", type: "hardlink", linkname: "a" }],
  ] as const;
  const { plan } = await planned(layers, { target: targetAt("/tmp/to") });
  const path = (node: number) => plan.tree.path(node);
  expect({
    bytes: plan.bytes,
    files: [...plan.files].map(([layer, nodes]) => [layer, nodes.map(path)]),
    names: plan.names.map(({ node, first }) => [path(node), path(first)]),
  }).toEqual({ bytes: 5, files: [[0, ["/a"]]], names: [["/c", "/a"]] });
});

test("a hard link to a missing file is not extracted; a hard link to a symlink becomes a symlink", () =>
  checkPlan(
    [
      [
        { path: "nowhere", type: "hardlink", linkname: "gone" },
        { path: "link", type: "symlink", linkname: "/etc" },
        { path: "same", type: "hardlink", linkname: "link" },
        { path: "null", type: "char" },
        { path: "zero", type: "hardlink", linkname: "null" },
      ],
    ],
    [
      "drwxr-xr-x         to",
      "lrwxrwxrwx         to/link -> /etc",
      "lrwxrwxrwx         to/same -> /etc",
      "hard links that lead to no file are left out: /nowhere",
      "devices and named pipes are left out: /null and 1 more",
    ],
  ));

test("a symlink with an impossible target is not extracted; every other symlink is, wherever it leads", () =>
  checkPlan(
    [
      [
        { path: "empty", type: "symlink", linkname: "" },
        { path: "nul", type: "symlink", linkname: "a\0b" },
        { path: "up", type: "symlink", linkname: "../../../etc/passwd" },
      ],
    ],
    [
      "drwxr-xr-x         to",
      "lrwxrwxrwx         to/up -> ../../../etc/passwd",
      "symlinks with a target that a symlink cannot have are left out: /empty and 1 more",
    ],
  ));

test("extracting only a device is an error", async () => {
  const refused = planned([[{ path: "dev/null", type: "char" }]], {
    path: "/dev/null",
    target: targetAt("/tmp/to"),
  });
  await expect(refused).rejects.toMatchObject({
    code: "not-extractable",
    what: "cannot extract /dev/null",
    why: "devices and named pipes are left out: /dev/null",
  });
});

test("a path that a later layer removed is an error", async () => {
  const refused = planned([[{ path: "a", content: "1" }], [{ path: ".wh.a" }]], {
    path: "/a",
    target: targetAt("/tmp/to"),
  });
  await expect(refused).rejects.toMatchObject({
    code: "not-extractable",
    why: "it is not in this filesystem",
  });
});

test("every path of a plan is the target or below it, and names keep their bytes", async () => {
  const { plan } = await planned([[{ path: "etc/sub/é\x1b", content: "1" }]], {
    path: "/etc",
    target: targetAt("/tmp/to"),
  });
  const paths = [...plan.folders, ...[...plan.files.values()].flat()].map((node) => targetBytes(plan, node));
  expect(paths.map((path) => rawBytes(path))).toEqual([
    "/tmp/to",
    "/tmp/to/sub",
    rawBytes(Buffer.from("/tmp/to/sub/é\x1b")),
  ]);
});

test("a plan with the root of the disk as its target has no doubled slash", async () => {
  const { plan } = await planned([[{ path: "a/b", content: "1" }]], { target: targetAt("/") });
  expect(plan.folders.map((node) => targetBytes(plan, node).toString())).toEqual(["/", "/a"]);
});

test("a warning names the names over 255 bytes; these and the paths below are not extracted", async () => {
  const { plan } = await planned(
    [
      [
        { path: "a", content: "1" },
        { path: "x".repeat(255), content: "2" },
        { path: "y".repeat(256), content: "3" },
        { path: `${"é".repeat(128)}/below`, content: "4" },
      ],
    ],
    { target: targetAt("/to") },
  );
  expect([...plan.files.values()].flat().length).toBe(2);
  expect(plan.warnings).toMatchObject([
    { code: "extract-long-name", message: expect.stringMatching(/^names over 255 bytes are left out/) },
  ]);
});
