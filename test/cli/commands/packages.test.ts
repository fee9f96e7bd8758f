import { describe, expect, test } from "vitest";
import { goProgram } from "../../analysis/packages/go-program.js";
import { image } from "../../support/fixture.js";
import { file, hardlink, type LayerSpec, symlink } from "../../support/layer-spec.js";
import { packings } from "../../support/packings.js";
import { layerx } from "../../support/run.js";
import { save } from "../../support/save.js";
import { tempDir } from "../../support/temp.js";

interface PackageFacts {
  name: string;
  version: string | null;
  type: string;
  size: number;
  files: number;
  wastedBytes: number;
  layers: number[];
  layer: number | null;
  instruction: string | null;
}

interface Document {
  schemaVersion: number;
  packages: PackageFacts[];
  unowned: { path: string; bytes: number }[];
  warnings: { code: string; message: string }[];
}

async function packages(layers: readonly LayerSpec[], ...args: string[]) {
  const path = await save(packings.dockerSave25, [await image(layers)], await tempDir(), { name: "app.tar" });
  const { code, stdout, stderr } = await layerx(["packages", path, ...args]);
  expect(code).toBe(0);
  return { stdout, stderr, path };
}

async function document(layers: readonly LayerSpec[], ...args: string[]): Promise<Document> {
  const { stdout } = await packages(layers, "--format", "json", ...args);
  return JSON.parse(stdout);
}

/** @returns `name version size files` for each package, sorted by name. */
async function briefly(...layers: LayerSpec[]): Promise<string[]> {
  const { packages: found } = await document(layers, "--sort", "name");
  return found.map(({ name, version, size, files }) => `${name} ${version} ${size} ${files}`);
}

const STATUS = [
  "Package: libc6",
  "Status: install ok installed",
  "Architecture: amd64",
  "Multi-Arch: same",
  "Version: 2.36-9",
  "Description: the C library",
  " Version: 9 is not a field",
  "",
  "Package: bash",
  "Status: install ok installed",
  "Version: 5.2-1",
  "",
  "Package: old",
  "Status: deinstall ok config-files",
  "Version: 1",
  "",
  "Package: gone",
  "Status: purge ok not-installed",
  "",
].join("\n");

const DEBIAN: LayerSpec = {
  bin: symlink("usr/bin"),
  "etc/old.conf": "o".repeat(7),
  "home/me": "m".repeat(5),
  "usr/bin/bash": "b".repeat(100),
  "usr/lib/libc.so": "c".repeat(300),
  "usr/lib/other": "x".repeat(11),
  "var/lib/dpkg/status": STATUS,
  "var/lib/dpkg/info/libc6:amd64.list": "/.\n/usr\n/usr/lib\n/usr/lib/libc.so\n",
  "var/lib/dpkg/info/bash.list": "/.\n/bin\n/bin/bash\n/usr/lib/libc.so\n",
  "var/lib/dpkg/info/old.list": "/etc/old.conf\n",
};

describe("dpkg", () => {
  test("packages are the same as in dpkg-query -W; a path of two packages counts for the first", async () => {
    expect(await briefly(DEBIAN)).toEqual(["bash 5.2-1 100 1", "libc6 2.36-9 300 1", "old 1 7 1"]);
  });

  test("a package has the layers of its files, and the wasted bytes at its paths", async () => {
    const { packages: found } = await document([
      DEBIAN,
      { "usr/bin/bash": "B".repeat(150), "usr/lib/.wh.libc.so": "" },
    ]);
    expect(found.slice(0, 1)).toEqual([
      {
        name: "bash",
        version: "5.2-1",
        type: "dpkg",
        size: 150,
        files: 1,
        wastedBytes: 100,
        layers: [1],
        layer: 1,
        instruction: "RUN step 1",
      },
    ]);
    expect(found.find(({ name }) => name === "libc6")).toEqual({
      name: "libc6",
      version: "2.36-9",
      type: "dpkg",
      size: 0,
      files: 0,
      wastedBytes: 300,
      layers: [],
      layer: null,
      instruction: null,
    });
  });

  test("a diverted file counts at its new path", async () => {
    const diverted = {
      ...DEBIAN,
      "usr/bin/bash.real": "r".repeat(33),
      "var/lib/dpkg/diversions": "/bin/bash\n/bin/bash.real\nlibc6\n",
    };
    expect((await briefly(diverted))[0]).toBe("bash 5.2-1 33 1");
  });

  test("packages of distroless images are read from status.d, and their paths from md5sums", async () => {
    const control = "Package: tzdata\nVersion: 2024a\n\n";
    const sums = `${"0".repeat(32)}  usr/share/zoneinfo/UTC\n`;
    const distroless: LayerSpec = {
      "var/lib/dpkg/status.d/tzdata": control,
      "var/lib/dpkg/status.d/tzdata.md5sums": sums,
      "usr/share/zoneinfo/UTC": "u".repeat(1000),
    };
    expect(await briefly(distroless)).toEqual([`tzdata 2024a ${1000 + control.length + sums.length} 3`]);
  });
});

test("packages of apk are read with their folders and files", async () => {
  const installed =
    "C:Q1x=\nP:musl\nV:1.2.5-r0\nF:\nF:lib\nR:ld-musl.so\na:0:0:755\n\nP:busybox\nV:1.36\nF:bin\nR:busybox\n\n";
  const alpine: LayerSpec = {
    "lib/apk/db/installed": installed,
    "lib/ld-musl.so": "m".repeat(60),
    "bin/busybox": "b".repeat(80),
    "bin/sh": symlink("busybox"),
  };
  expect(await briefly(alpine)).toEqual(["busybox 1.36 80 1", "musl 1.2.5-r0 60 1"]);
});

test("apk records can have more fields, and folders without files", async () => {
  const record = [
    ...["C:Q1aCu0LmUDoAFSOX49uHvkYC1WasQ=", "P:musl", "V:1.2.3-r0", "A:x86_64", "S:383304", "I:622592"],
    ...["T:the musl c library (libc) implementation", "U:https://musl.libc.org/", "L:MIT", "o:musl"],
    ...["m:Timo Teräs <timo.teras@iki.fi>", "t:1649396308", "p:so:libc.musl-x86_64.so.1=1", "r:libiconv"],
    ...["F:lib", "M:0:0:1755", "R:ld-musl-x86_64.so.1", "a:0:0:755", "Z:Q1ZZqflKEvStJz4SXV0SDMi3wOtM0="],
    ...["R:libc.musl-x86_64.so.1", "a:0:0:777", "F:usr", "F:usr/lib", "F:var/empty", "", ""],
  ].join("\n");
  const alpine: LayerSpec = {
    "lib/apk/db/installed": record,
    "lib/ld-musl-x86_64.so.1": "m".repeat(60),
    "lib/libc.musl-x86_64.so.1": symlink("ld-musl-x86_64.so.1"),
  };
  expect(await briefly(alpine)).toEqual(["musl 1.2.3-r0 60 1"]);
});

test("files of a Python package are read from RECORD, also outside of its folder and in quotes", async () => {
  const site = "usr/lib/python3/site-packages";
  const metadata = "Metadata-Version: 2.1\nName: Flask\nVersion: 3.0\n\nName: not this\n";
  const record =
    'flask/a.py,sha256=x,5\n"flask/odd,""name"".py",,\n../../../bin/flask,,\nflask-3.0.dist-info/RECORD,,\n';
  const python: LayerSpec = {
    [`${site}/flask-3.0.dist-info/METADATA`]: metadata,
    [`${site}/flask-3.0.dist-info/RECORD`]: record,
    [`${site}/flask/a.py`]: "a".repeat(5),
    [`${site}/flask/odd,"name".py`]: "o".repeat(6),
    [`${site}/flask/mine.py`]: "x".repeat(1000),
    "usr/bin/flask": "f".repeat(7),
  };
  expect(await briefly(python)).toEqual([`Flask 3.0 ${18 + metadata.length + record.length} 5`]);
});

test("an npm package owns its folder without nested packages; its name is in package.json or is the folder's", async () => {
  const a = '{"name":"a","version":"1.0.0"}';
  const b = '{"name":"@s/b","version":"2.0.0"}';
  const node: LayerSpec = {
    "app/package.json": '{"name":"app"}',
    "app/node_modules/a/package.json": a,
    "app/node_modules/a/lib/package.json": "{}",
    "app/node_modules/a/node_modules/@s/b/package.json": b,
    "app/node_modules/a/node_modules/@s/b/b.js": "bb",
    "app/node_modules/@x/broken/package.json": "{",
  };
  expect(await briefly(node)).toEqual([
    `@s/b 2.0.0 ${b.length + 2} 2`,
    "@x/broken null 1 1",
    `a 1.0.0 ${a.length + 2} 2`,
  ]);
});

test("a gem owns its specification and its folder", async () => {
  const spec = 'Gem::Specification.new do |s|\n  s.name = "rake".freeze\n  s.version = "13.1"\nend\n';
  const ruby: LayerSpec = {
    "usr/lib/gems/specifications/rake-13.1.gemspec": spec,
    "usr/lib/gems/gems/rake-13.1/lib/rake.rb": "r".repeat(9),
    "usr/lib/gems/specifications/default/json-2.gemspec": 's.name = "json"',
    "usr/lib/gems/specifications/odd.gemspec": "eval(input)",
  };
  expect(await briefly(ruby)).toEqual(["json null 15 1", `rake 13.1 ${spec.length + 9} 2`]);
});

test("packages and files of no package add up to the final filesystem, with each hard link once", async () => {
  const linked: LayerSpec = { "usr/local/bash": hardlink("usr/bin/bash"), "root-file": "r".repeat(3) };
  const layers = [DEBIAN, linked];
  const { packages: found, unowned } = await document(layers);
  const path = await save(packings.dockerSave25, [await image(layers)], await tempDir(), { name: "app.tar" });
  const { stdout } = await layerx(["inspect", path, "--format", "json"]);
  const sum = [...found.map(({ size }) => size), ...unowned.map(({ bytes }) => bytes)].reduce(
    (a, b) => a + b,
  );
  expect(sum).toBe(JSON.parse(stdout).image.rootfsSize);
  expect(unowned.slice(1)).toEqual([
    { path: "/usr", bytes: 11 },
    { path: "/home", bytes: 5 },
    { path: "/", bytes: 3 },
  ]);
  expect(unowned[0].path).toBe("/var");
});

describe("the formats:", () => {
  test("text has the sums, the packages with their instructions, and files of no package by folder", async () => {
    const { stdout, path } = await packages([DEBIAN], "--top", "2");
    const database = Object.entries(DEBIAN).reduce(
      (sum, [name, content]) => sum + (name.startsWith("var/") ? String(content).length : 0),
      0,
    );
    expect(stdout).toBe(
      [
        `${path}: 3 packages with 407B; files of no package: ${database + 16}B`,
        "",
        "    300B  0  dpkg  libc6 2.36-9  RUN step 0",
        "    100B  0  dpkg  bash 5.2-1  RUN step 0",
        "",
        "Files of no package",
        "",
        `    ${database}B  /var`,
        "     11B  /usr",
        "      5B  /home",
        "",
      ].join("\n"),
    );
  });

  test("CSV and JSON lines have one record for each package", async () => {
    const { stdout: csv } = await packages([DEBIAN], "--format", "csv", "--sort", "name", "--top", "1");
    expect(csv).toBe(
      "name,version,type,size,files,wastedBytes,layers,layer,instruction\nbash,5.2-1,dpkg,100,1,0,0,0,RUN step 0\n",
    );
    const { stdout: jsonl } = await packages([DEBIAN], "--format", "jsonl");
    expect(
      jsonl
        .trimEnd()
        .split("\n")
        .map((line) => JSON.parse(line).name),
    ).toEqual(["libc6", "bash", "old"]);
  });

  test("an image without packages has an empty list", async () => {
    expect(await document([{ a: "" }])).toEqual({
      schemaVersion: 1,
      packages: [],
      unowned: [],
      warnings: [],
    });
  });
});

describe("hostile databases:", () => {
  test("paths out of the root, circles of symlinks, folders and missing paths add no bytes", async () => {
    const hostile: LayerSpec = {
      loop: symlink("loop"),
      "etc/passwd": "p".repeat(4),
      "var/lib/dpkg/status": "Package: evil\nVersion: 1\n\n",
      "var/lib/dpkg/info/evil.list": `/../../../etc/passwd\n/loop/x\n/etc\n/none\n..\n\n${"/a".repeat(5000)}\n`,
    };
    expect(await briefly(hostile)).toEqual(["evil 1 4 1"]);
  });

  test("names are escaped in every format, and long names are cut", async () => {
    const long = "n".repeat(100_000);
    const hostile: LayerSpec = {
      "var/lib/dpkg/status": `Package: a\u001b[31m\nVersion: =1+1\n\nPackage: ${long}\nVersion: ${long}\n\nPackage: ../../x\n`,
    };
    for (const format of ["text", "json", "jsonl", "csv"]) {
      const { stdout } = await packages([hostile], "--format", format);
      expect(stdout).not.toContain("\u001b");
      expect(stdout.length).toBeLessThan(3000);
    }
    const { stdout } = await packages([hostile], "--format", "csv");
    expect(stdout).toContain("a\\x1b[31m,'=1+1,");
  });

  test("unusual names, a folder in place of a database, and binary content are not an error", async () => {
    const hostile: LayerSpec = {
      "lib/apk/db/installed/": null,
      "var/lib/dpkg/status": "Package: __proto__\nVersion: constructor\n",
      "var/lib/dpkg/diversions": "one\n",
      "node_modules/x/package.json": "[".repeat(100_000),
      "node_modules/y/package.json": '{"name":{"a":1},"version":7}',
      "node_modules/z/package.json": Buffer.from([0xff, 0xfe, 0]),
      "s/q.dist-info/METADATA": Buffer.alloc(5000, 0xc3),
      "s/specifications/x.gemspec": "\n".repeat(200_000),
    };
    const names = (await document([hostile], "--sort", "name")).packages.map(({ name }) => name);
    expect(names).toEqual(["__proto__", "x", "y", "z"]);
  });
});

test("--top 0 is an error", async () => {
  const { code, stderr } = await layerx(["packages", "x.tar", "--top", "0"]);
  expect([code, stderr]).toEqual([2, expect.stringContaining("a whole number from 1")]);
});

describe("inspect", () => {
  const layers = [
    {
      "var/lib/dpkg/status": "Package: big\nStatus: install ok installed\nVersion: 1\n",
      "var/lib/dpkg/info/big.list": "/usr/bin/big\n",
      "usr/bin/big": "x".repeat(5000),
    },
  ];
  const report = async (format: string) => {
    const path = await save(packings.dockerSave25, [await image(layers)], await tempDir(), {
      name: "app.tar",
    });
    return (await layerx(["inspect", path, "--format", format])).stdout;
  };

  test("--format json has the number of packages, their bytes and the biggest packages", async () => {
    expect(JSON.parse(await report("json")).packages).toEqual({
      count: 1,
      size: 5000,
      wastedBytes: 0,
      biggest: [
        {
          name: "big",
          version: "1",
          type: "dpkg",
          size: 5000,
          files: 1,
          wastedBytes: 0,
          layers: [0],
          layer: 0,
        },
      ],
    });
  });

  test("lists the biggest packages in text, Markdown and HTML", async () => {
    expect(await report("text")).toContain(
      "Packages: 1 package with 5kB\n\n      5kB  dpkg  big 1  layer 0\n",
    );
    expect(await report("markdown")).toContain("| 5kB |  | 0 | dpkg | `big 1` |");
    expect(await report("html")).toContain("<code>big 1</code>");
  });
});

test("a Go program is a package with the name of its module, and each of its modules is a package", async () => {
  const list = ["mod\texample.com/app\tv1.0.0", "dep\tgolang.org/x/text\tv0.14.0"];
  const other = ["mod\texample.com/tool\t(devel)", "dep\tgolang.org/x/text\tv0.14.0"];
  const { packages: found } = await document([
    {
      "usr/bin/app": file(goProgram(list), { mode: 0o755 }),
      "usr/bin/tool": file(goProgram(other), { mode: 0o755 }),
      "usr/share/not-executable": file(goProgram(["mod\texample.com/data\tv1"]), { mode: 0o644 }),
    },
  ]);
  expect(found.map(({ name, version, type, size, files }) => [name, version, type, size, files])).toEqual([
    ["example.com/tool", null, "go", goProgram(other).length, 1],
    ["example.com/app", "v1.0.0", "go", goProgram(list).length, 1],
    ["golang.org/x/text", "v0.14.0", "go", 0, 0],
  ]);
});
