import { beforeAll, describe, expect, test } from "vitest";
import { image } from "../../support/fixture.js";
import type { LayerSpec } from "../../support/layer-spec.js";
import { packings } from "../../support/packings.js";
import { layerx } from "../../support/run.js";
import { save } from "../../support/save.js";
import { sharedTempDir } from "../../support/temp.js";

const cwd = sharedTempDir();

function dpkg(versions: Readonly<Record<string, string>>): string {
  const paragraphs = Object.entries(versions).map(
    ([name, version]) => `Package: ${name}\nStatus: install ok installed\nVersion: ${version}\n`,
  );
  return paragraphs.join("\n");
}

function npm(name: string, version: string): string {
  return JSON.stringify({ name, version });
}

const OLD: LayerSpec = {
  "var/lib/dpkg/status": dpkg({ bash: "5.1", curl: "8.0", same: "1" }),
  "var/lib/dpkg/info/bash.list": "/usr/bin/bash\n",
  "var/lib/dpkg/info/curl.list": "/usr/bin/curl\n",
  "usr/bin/bash": "x".repeat(100),
  "usr/bin/curl": "x".repeat(40),
  "app/node_modules/a/package.json": npm("a", "1.0.0"),
  "app/node_modules/b/node_modules/a/package.json": npm("a", "2.0.0"),
};
const NEW: LayerSpec = {
  "var/lib/dpkg/status": dpkg({ bash: "5.2", jq: "1.7", same: "1" }),
  "var/lib/dpkg/info/jq.list": "/usr/bin/jq\n",
  "usr/bin/bash": "x".repeat(130),
  "usr/bin/.wh.curl": "",
  "usr/bin/jq": "x".repeat(60),
  "app/node_modules/b/node_modules/a/package.json": npm("a", "3.0.0"),
};

beforeAll(async () => {
  for (const [name, layers] of [
    ["old.tar", [OLD]],
    ["new.tar", [OLD, NEW]],
  ] as const) {
    await save(packings.dockerSave25, [await image(layers)], cwd, { name });
  }
});

const diff = (...args: string[]) => layerx(["diff", ...args], { cwd });

test("packages that were added, removed or changed are listed with their bytes, the biggest first", async () => {
  const { packages } = JSON.parse((await diff("old.tar", "new.tar", "--format", "json")).stdout);
  expect(packages).toEqual([
    {
      name: "jq",
      type: "dpkg",
      change: "added",
      a: null,
      b: { version: "1.7", size: 60, files: 1 },
      bytes: 60,
    },
    {
      name: "curl",
      type: "dpkg",
      change: "removed",
      a: { version: "8.0", size: 40, files: 1 },
      b: null,
      bytes: -40,
    },
    {
      name: "bash",
      type: "dpkg",
      change: "changed",
      a: { version: "5.1", size: 100, files: 1 },
      b: { version: "5.2", size: 130, files: 1 },
      bytes: 30,
    },
    {
      name: "a",
      type: "npm",
      change: "changed",
      a: { version: "2.0.0", size: 30, files: 1 },
      b: { version: "3.0.0", size: 30, files: 1 },
      bytes: 0,
    },
  ]);
});

test("the text lists packages between the config and the files, with a sum in the summary", async () => {
  const { stdout } = await diff("old.tar", "new.tar");
  expect(stdout).toContain("packages +1  -1  ~2, +50B\n");
  expect(stdout).toContain(
    [
      "Packages",
      "  +      +60B  dpkg  jq 1.7",
      "  -      -40B  dpkg  curl 8.0",
      "  ~      +30B  dpkg  bash 5.1 → 5.2",
      "  ~            npm   a 2.0.0 → 3.0.0",
      "",
      "Files",
    ].join("\n"),
  );
});

test("--format markdown lists packages in a diff block", async () => {
  const { stdout } = await diff("old.tar", "new.tar", "--format", "markdown");
  expect(stdout).toContain("**Packages**\n\n```diff\n+      +60B  dpkg  jq 1.7\n");
});

describe("only the packages of the compared filesystems are listed:", () => {
  test("after the layers of --layer", async () => {
    const { packages } = JSON.parse(
      (await diff("new.tar", "new.tar", "--layer", "1:0", "--format", "json")).stdout,
    );
    expect(packages.map(({ name, change }: Record<string, string>) => `${change} ${name}`)).toEqual([
      "removed jq",
      "added curl",
      "changed bash",
      "changed a",
    ]);
  });

  test("without the excluded paths", async () => {
    const { packages } = JSON.parse(
      (await diff("old.tar", "new.tar", "--exclude", "dpkg", "--format", "json")).stdout,
    );
    expect(packages.map(({ name }: Record<string, string>) => name)).toEqual(["a"]);
  });

  test("no packages for equal filesystems, and no list at all with named paths", async () => {
    expect(JSON.parse((await diff("old.tar", "old.tar", "--format", "json")).stdout).packages).toEqual([]);
    const named = await diff("old.tar", "new.tar", "/usr/bin", "--format", "json");
    expect(JSON.parse(named.stdout).packages).toBeNull();
  });
});
