import { createHash } from "node:crypto";
import fs, {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { describe, expect, test, vi } from "vitest";
import { findImage, PodmanStore } from "../../../src/source/podman/podman-store.js";
import { Crc64 } from "../../../src/source/podman/split-blob.js";
import { findStorage } from "../../../src/source/podman/storage-conf.js";
import { UnreadableStorage } from "../../../src/source/podman/storage-file.js";
import { localNames } from "../../../src/source/references/local-names.js";
import { image } from "../../support/fixture.js";
import { type LayerSpec, symlink } from "../../support/layer-spec.js";
import { updateImports } from "../../support/node-module.js";
import { packings } from "../../support/packings.js";
import { podmanStorage, type StorageOptions } from "../../support/podman-storage.js";
import { layerx } from "../../support/run.js";
import { archive } from "../../support/save.js";
import { tempDir } from "../../support/temp.js";
import { open, refusal } from "../opening.js";

const LAYERS: readonly LayerSpec[] = [
  [
    ["etc/a", "one"],
    ["etc/big", "x".repeat(700_000)],
    ["bin", symlink("usr/bin")],
    // Not UTF-8, so tar-split has its bytes.
    [Buffer.from("etc/\xff", "latin1"), "odd"],
  ],
  { "etc/.wh.a": "", "etc/b": "two".repeat(500), "etc/none": "" },
];

async function stored(
  driver: StorageOptions["driver"] = "overlay",
  names = ["localhost/app:1"],
  layers = LAYERS,
) {
  const built = await image(layers, { references: ["localhost/app:1"] });
  const storage = podmanStorage(tempDir(), built, { driver, names });
  return { built, storage, env: { CONTAINERS_STORAGE_CONF: storage.conf } };
}

describe.each(["overlay", "vfs"] as const)("an image in Podman's storage with %s", (driver) => {
  test("has the same result as its saved archive, without the program podman and without a service", async () => {
    const { built, env } = await stored(driver);
    const fromStorage = await layerx(
      ["inspect", "podman:app:1", "--format", "json", "--verify", "--secrets"],
      { env },
    );
    const saved = await archive(packings.podmanSave, [built]);
    const fromArchive = await layerx(["inspect", "-", "--format", "json"], { stdin: saved });
    expect(fromStorage.stderr).toBe("");
    const [a, b] = [JSON.parse(fromStorage.stdout), JSON.parse(fromArchive.stdout)];
    expect(a.image.format).toBe("podman");
    expect({ ...a, image: { ...a.image, source: "", format: "" } }).toEqual({
      ...b,
      image: { ...b.image, source: "", format: "" },
    });
  });

  test("has readable file contents", async () => {
    const { env } = await stored(driver);
    const { stdout, stderr } = await layerx(["cat", "podman:app:1", "etc/b"], { env });
    expect([stdout, stderr]).toEqual(["two".repeat(500), ""]);
    expect((await layerx(["cat", "podman:app:1", "etc/\\xff"], { env })).stdout).toBe("odd");
  });

  test("is only read, so no file in the storage changes", async () => {
    const { storage, env } = await stored(driver);
    const state = () =>
      readdirSync(storage.root, { recursive: true, encoding: "utf8" }).map((name) => {
        // A name that is not UTF-8 cannot be found by its text.
        const found = statSync(join(storage.root, name), { bigint: true, throwIfNoEntry: false });
        return [name, found?.mtimeNs, found?.ctimeNs];
      });
    const before = state();
    for (const args of [["tree"], ["cat", "etc/b"], ["inspect", "--verify"]]) {
      const [command, ...rest] = args;
      expect((await layerx([command, "podman:app:1", ...rest], { env })).code).toBe(0);
    }
    expect(state()).toEqual(before);
  });
});

test("--image with another name is an error for an image in Podman's storage", async () => {
  const { env } = await stored();
  await (await open("podman:app:1", { network: { env }, image: "localhost/app:1" })).close();
  expect(await refusal(open("podman:app:1", { network: { env }, image: "other:1" }))).toMatch(
    /^no-such-image: app:1 contains no image other:1/,
  );
});

test("with vfs, a file that was changed in the storage is found by its checksum", async () => {
  const { storage, env } = await stored("vfs");
  writeFileSync(join(storage.files[1], "etc/b"), "owt".repeat(500));
  const { code, stderr } = await layerx(["cat", "podman:app:1", "etc/b"], { env });
  expect([code, stderr]).toEqual([2, expect.stringContaining("its checksum is different")]);
});

describe("Podman's storage is found", () => {
  /** Creates a user's storage with the driver overlay below a folder. */
  function storageAt(...parts: readonly string[]): string {
    const root = join(...parts);
    mkdirSync(join(root, "overlay-images"), { recursive: true });
    writeFileSync(join(root, "overlay-images/images.json"), "[]");
    return root;
  }
  const uid = 1000;
  const conf = (path: string, text: string) => {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
    return path;
  };

  test("in the user's data folder, without a configuration", () => {
    const [data, home] = [tempDir(), tempDir()];
    const root = storageAt(data, "containers/storage");
    expect(findStorage({ env: { XDG_DATA_HOME: data }, uid })).toMatchObject({ root, driver: "overlay" });
    const own = storageAt(home, ".local/share/containers/storage");
    expect(findStorage({ env: { HOME: home, XDG_CONFIG_HOME: tempDir() }, uid })).toMatchObject({
      root: own,
    });
  });

  test("in the folder of the user's configuration before the usual place", () => {
    const [config, data, named] = [tempDir(), tempDir(), storageAt(tempDir(), "named")];
    storageAt(data, "containers/storage");
    const env = { XDG_CONFIG_HOME: config, XDG_DATA_HOME: data, HOME: tempDir() };
    conf(join(config, "containers/storage.conf"), `[storage]\ngraphroot = "${named}"\n`);
    expect(findStorage({ env, uid })).toMatchObject({ root: named });
    const other = storageAt(tempDir(), "other");
    conf(join(config, "containers/storage.conf"), `[storage]\nrootless_storage_path = "${other}"\n`);
    expect(findStorage({ env, uid })).toMatchObject({ root: other });
    const CONTAINERS_STORAGE_CONF = conf(join(tempDir(), "s.conf"), `[storage]\ngraphroot = "${named}"\n`);
    expect(findStorage({ env: { ...env, CONTAINERS_STORAGE_CONF }, uid })).toMatchObject({ root: named });
  });

  test.each([
    ["a file that is not there", () => join(tempDir(), "none.conf")],
    ["a file that is not TOML", () => conf(join(tempDir(), "s.conf"), "garbage = [")],
  ])("not in the usual place if CONTAINERS_STORAGE_CONF names %s", async (_, named) => {
    const data = tempDir();
    storageAt(data, "containers/storage");
    const env = { CONTAINERS_STORAGE_CONF: named(), XDG_DATA_HOME: data };
    const { code, stderr } = await layerx(["inspect", "podman:app:1"], { env, uid });
    expect([code, stderr]).toEqual([2, expect.stringContaining("CONTAINERS_STORAGE_CONF is ")]);
    // A completion shows no errors.
    expect(await localNames({ env, uid }, { only: "podman" })).toEqual([]);
  });

  test.each(["[storage]\ndriver = 5\ngraphroot = 5", "storage = 5"])(
    "in the usual place if the configuration has no valid path: %j",
    (text) => {
      const data = tempDir();
      const root = storageAt(data, "containers/storage");
      const CONTAINERS_STORAGE_CONF = conf(join(tempDir(), "s.conf"), text);
      expect(findStorage({ env: { CONTAINERS_STORAGE_CONF, XDG_DATA_HOME: data }, uid })).toMatchObject({
        root,
      });
    },
  );

  test("but not read with an unknown driver", () => {
    const root = storageAt(tempDir(), "storage");
    const text = `[storage]\ngraphroot = "${root}"\ndriver = "btrfs"\n`;
    const CONTAINERS_STORAGE_CONF = conf(join(tempDir(), "s.conf"), text);
    expect(findStorage({ env: { CONTAINERS_STORAGE_CONF }, uid })).toBeNull();
  });
});

test("the list of layers is read again if a layer is missing, because the list can change meanwhile", async () => {
  const { storage } = await stored();
  const list = join(storage.root, "overlay-layers/layers.json");
  const whole = readFileSync(list);
  writeFileSync(list, "[]");
  let reads = 0;
  const place = {
    root: storage.root,
    driver: "overlay" as const,
    // Each reading of a list reads this property.
    get others(): string[] {
      reads += 1;
      if (reads === 2) writeFileSync(list, whole);
      return [];
    },
  };
  expect(new PodmanStore(place).layersBelow("2".repeat(64))).toHaveLength(2);
});

describe("a file that changed in Podman's storage", () => {
  const cat = async (env: Record<string, string>) => layerx(["cat", "podman:app:1", "etc/b"], { env });

  test.each<[string, (path: string) => void, string]>([
    ["is shorter", (path) => truncateSync(path, 10), "it should have 1500 bytes"],
    [
      "has the same size and other bytes",
      (path) => writeFileSync(path, "owt".repeat(500)),
      "its checksum is different",
    ],
    ["is missing", (path) => rmSync(path), "it is missing"],
  ])("is an error if it %s", async (_, change, reason) => {
    const { storage, env } = await stored();
    change(join(storage.files[1], "etc/b"));
    const { code, stdout, stderr } = await cat(env);
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toContain("changed on disk");
    expect(stderr).toContain(`the file etc/b is not as Podman stored it: ${reason}`);
  });

  test("is an error if a folder of the same size replaced it", async () => {
    const folder = join(tempDir(), "folder");
    mkdirSync(folder);
    const { size } = statSync(folder);
    const { storage, env } = await stored(
      "overlay",
      ["localhost/app:1"],
      [{}, { "etc/b": "x".repeat(size) }],
    );
    rmSync(join(storage.files[1], "etc/b"));
    mkdirSync(join(storage.files[1], "etc/b"));
    expect((await cat(env)).stderr).toContain("it is not a regular file");
  });

  test("is not opened while only headers are read", async () => {
    const { storage, env } = await stored();
    for (const folder of storage.files) rmSync(join(folder, "etc"), { recursive: true });
    const { code, stderr } = await layerx(["tree", "podman:app:1"], { env });
    expect([code, stderr]).toEqual([0, ""]);
  });

  test.each([
    ["is not JSON", () => gzipSync("no JSON\n")],
    ["is not gzip", () => Buffer.from("no gzip")],
    ["is cut", (split: Buffer) => split.subarray(0, -10)],
  ])("is not read if the tar-split file of its layer %s", async (_, change) => {
    const { storage, env } = await stored();
    const [split] = storage.splits;
    writeFileSync(split, change(readFileSync(split)));
    expect(await refusal(open("podman:app:1", { network: { env: { ...env, PATH: "" } } }))).toMatch(
      /^engine-unusable: .*its storage cannot be used/,
    );
  });

  test("may have a tar-split file without a line end at its end", async () => {
    const { storage, env } = await stored();
    const tree = async () => (await layerx(["tree", "podman:app:1", "--no-cache"], { env })).stdout;
    const before = await tree();
    for (const split of storage.splits) {
      const lines = gunzipSync(readFileSync(split)).toString("latin1").trimEnd();
      writeFileSync(split, gzipSync(Buffer.from(lines, "latin1")));
    }
    expect(await tree()).toBe(before);
    expect(
      (await layerx(["inspect", "podman:app:1", "--verify", "--format", "json"], { env })).stdout,
    ).toContain('"warnings": []');
  });

  test("is not read if a link replaced the folder of its layer", async () => {
    const { storage, env } = await stored();
    const elsewhere = join(tempDir(), "elsewhere");
    renameSync(storage.files[1], elsewhere);
    symlinkSync(elsewhere, storage.files[1]);
    expect(await refusal(open("podman:app:1", { network: { env: { ...env, PATH: "" } } }))).toMatch(
      /^engine-unusable: .*its storage cannot be used/,
    );
  });

  test.each(["etc", "etc/b"])("is an error if a link replaced %s", async (path) => {
    const { storage, env } = await stored();
    const [real, elsewhere] = [join(storage.files[1], path), join(tempDir(), "elsewhere")];
    renameSync(real, elsewhere);
    symlinkSync(elsewhere, real);
    expect((await cat(env)).stderr).toContain("it is not a regular file");
  });
});

describe("an incomplete storage is an error and ends the search:", () => {
  test.each<[string, (storage: Awaited<ReturnType<typeof stored>>["storage"]) => void]>([
    ["without a tar-split file", ({ splits }) => rmSync(splits[0])],
    ["with a damaged tar-split file", ({ splits }) => writeFileSync(splits[0], "no gzip")],
    [
      "with other layers than the config lists",
      ({ root }) => rewrite(join(root, "overlay-layers/layers.json")),
    ],
    [
      "without a layer in its list",
      ({ root }) => writeFileSync(join(root, "overlay-layers/layers.json"), "[]"),
    ],
    [
      "with a list that is not JSON",
      ({ root }) => writeFileSync(join(root, "overlay-images/images.json"), "{"),
    ],
  ])("%s", async (_, change) => {
    const { storage, env } = await stored();
    change(storage);
    expect(
      await refusal(open("podman:app:1", { network: { env: { ...env, XDG_RUNTIME_DIR: tempDir() } } })),
    ).toMatch(/^engine-unusable: cannot read app:1 from Podman, .*its storage cannot be used, because /);
    // The storage may have the image, so no other source is tried.
    const { stderr } = await layerx(["history", "app:1"], { env: { ...env, XDG_RUNTIME_DIR: tempDir() } });
    expect(stderr).toMatch(/^ {2}podman: .*its storage cannot be used, because /m);
    expect(stderr).toContain("registry: not tried, because the search ended earlier");
  });

  function rewrite(path: string): void {
    writeFileSync(
      path,
      readFileSync(path, "utf8").replace(/"diff-digest":"sha256:./, '"diff-digest":"sha256:-'),
    );
  }
});

describe("images in additional folders of a storage", () => {
  /** Creates a storage without images. Its configuration names the storage with `app:1`, in the form of `conf`. */
  async function beside(driver: StorageOptions["driver"], conf: (root: string) => string) {
    const folder = tempDir();
    const { storage } = await stored(driver);
    const path = join(folder, "storage.conf");
    writeFileSync(path, conf(storage.root).replace("OWN", join(folder, "own")));
    return { storage, folder, env: { CONTAINERS_STORAGE_CONF: path } };
  }

  const OPTIONS = (root: string) => `[storage.options]\nadditionalimagestores = ["${root}"]`;

  test.each<[string, StorageOptions["driver"], (root: string) => string]>([
    ["additionalimagestores", "overlay", (root) => `[storage]\ngraphroot = "OWN"\n${OPTIONS(root)}`],
    [
      "additionalimagestores of a driver",
      "vfs",
      (root) => `[storage]\ngraphroot = "OWN"\n${OPTIONS(root).replace("options]", "options.vfs]")}`,
    ],
    ["imagestore", "overlay", (root) => `[storage]\ngraphroot = "OWN"\nimagestore = "${root}"`],
  ])("are read: %s", async (_, driver, conf) => {
    const { env } = await beside(driver, conf);
    const { stdout, stderr } = await layerx(["cat", "podman:app:1", "etc/b"], { env });
    expect([stdout, stderr]).toEqual(["two".repeat(500), ""]);
  });

  test("can have layers of images in the main folder", async () => {
    const { folder, storage, env } = await beside(
      "overlay",
      (root) => `[storage]\ndriver = "overlay"\ngraphroot = "OWN"\n${OPTIONS(root)}`,
    );
    const own = join(folder, "own");
    for (const part of ["overlay-images", "overlay"]) {
      mkdirSync(own, { recursive: true });
      renameSync(join(storage.root, part), join(own, part));
    }
    const { stdout, stderr } = await layerx(["cat", "podman:app:1", "etc/b"], { env });
    expect([stdout, stderr]).toEqual(["two".repeat(500), ""]);
  });
});

describe("an image whose layers Podman shows with composefs", () => {
  /** Names the files of each layer by their digests, and writes the tables, in which the names may begin with `./`. */
  async function composed() {
    const all = await stored("overlay", ["localhost/app:1"], COMPOSED);
    const { root, files } = all.storage;
    const tables = files.map((folder) => {
      const entries = readdirSync(folder, { recursive: true, encoding: "utf8" }).flatMap((name) => {
        const path = join(folder, name);
        if (!statSync(path).isFile()) return [{ type: "dir", name: `${name}/` }];
        const bytes = readFileSync(path);
        const hex = createHash("sha256").update(bytes).digest("hex");
        rmSync(path);
        mkdirSync(join(folder, hex.slice(0, 2)), { recursive: true });
        writeFileSync(join(folder, hex.slice(0, 2), hex.slice(2)), bytes);
        return [{ type: "reg", name: `./${name}`, digest: `sha256:${hex}`, size: bytes.length }];
      });
      mkdirSync(join(folder, "../composefs-data"));
      writeFileSync(join(folder, "../composefs-data/composefs.blob"), "");
      const data = join(root, "overlay-layers", basename(dirname(folder)));
      mkdirSync(data);
      const table = join(data, "=enN0ZC1jaHVua2VkLW1hbmlmZXN0");
      writeFileSync(
        table,
        JSON.stringify({ version: 1, entries: [...entries, { type: "chunk", name: "x" }] }),
      );
      return table;
    });
    return { ...all, tables };
  }

  const COMPOSED: readonly LayerSpec[] = [
    [
      ["etc/a", "one"],
      ["etc/same", "one"],
      ["etc/big", "x".repeat(700_000)],
    ],
    { "etc/.wh.a": "", "etc/b": "two".repeat(500) },
  ];

  test("is read from the storage", async () => {
    const { built, env } = await composed();
    const options = ["--format", "json", "--verify", "--secrets"];
    const found = await layerx(["inspect", "podman:app:1", ...options], { env });
    const saved = await archive(packings.podmanSave, [built]);
    const expected = JSON.parse((await layerx(["inspect", "-", ...options], { stdin: saved })).stdout);
    const { image } = expected;
    expect([found.stderr, JSON.parse(found.stdout)]).toEqual([
      "",
      { ...expected, image: { ...image, source: "podman:app:1", format: "podman" } },
    ]);
    expect((await layerx(["cat", "podman:app:1", "etc/b"], { env })).stdout).toBe("two".repeat(500));
  });

  test("has an error for a file that is not there", async () => {
    const { storage, env } = await composed();
    const hex = createHash("sha256").update("two".repeat(500)).digest("hex");
    rmSync(join(storage.files[1], hex.slice(0, 2), hex.slice(2)));
    expect((await layerx(["cat", "podman:app:1", "etc/b"], { env })).stderr).toContain(
      "the file etc/b is not as Podman stored it: it is missing",
    );
  });

  test.each<[string, (table: string) => void]>([
    ["no table", (table) => rmSync(table)],
    ["a damaged table", (table) => writeFileSync(table, "{")],
    ["a table that is not a list", (table) => writeFileSync(table, "{}")],
    [
      "a table with a file twice",
      (table) => writeFileSync(table, readFileSync(table, "utf8").replaceAll("etc/same", "etc/a")),
    ],
  ])("is read with `podman save` if a layer has %s", async (_, change) => {
    const { built, env, tables } = await composed();
    change(tables[0]);
    const folder = tempDir();
    const saved = join(folder, "saved.tar");
    writeFileSync(saved, await archive(packings.podmanSave, [built]));
    writeFileSync(join(folder, "podman"), `#!/bin/sh\ntouch ${folder}/called\ncat ${saved}\n`, {
      mode: 0o755,
    });
    const network = { env: { ...env, PATH: `${folder}:/usr/bin:/bin`, XDG_RUNTIME_DIR: tempDir() } };
    const opened = await open("podman:app:1", { network });
    expect(opened.references).toEqual(["localhost/app:1"]);
    expect(existsSync(join(folder, "called"))).toBe(true);
    await opened.close();
  });
});

test("a list of images that does not have the image is read once more, because it may be replaced meanwhile", async () => {
  const { storage, env } = await stored();
  const list = join(storage.root, "overlay-images/images.json");
  const real = fs.readFileSync;
  let reads = 0;
  const spy = vi
    .spyOn(fs, "readFileSync")
    .mockImplementation(((path: string, ...rest: []) =>
      path === list && ++reads === 1 ? Buffer.from("[]") : real(path, ...rest)) as typeof real);
  updateImports(() => void spy.mockRestore());
  await (await open("podman:app:1", { network: { env } })).close();
  expect(reads).toBe(2);
});

test("layers that are each other's parents are not read for ever", async () => {
  const { storage } = await stored();
  const list = join(storage.root, "overlay-layers/layers.json");
  const rows: object[] = JSON.parse(readFileSync(list, "utf8"));
  const ids = ["1", "2"].map((digit) => digit.repeat(64));
  writeFileSync(list, JSON.stringify(rows.map((row, i) => ({ ...row, parent: ids[1 - i] }))));
  const store = new PodmanStore({ root: storage.root, driver: "overlay", others: [] });
  expect(() => store.layersBelow(ids[1])).toThrow(UnreadableStorage);
});

test("an image with fewer layers in the storage than in its config is not read from the storage", async () => {
  const { storage, env } = await stored();
  const list = join(storage.root, "overlay-images/images.json");
  const [row] = JSON.parse(readFileSync(list, "utf8"));
  writeFileSync(list, JSON.stringify([{ ...row, layer: "1".repeat(64) }]));
  expect(await refusal(open("podman:app:1", { network: { env: { ...env, PATH: "" } } }))).toContain(
    "the config lists other layers than layers.json",
  );
});

describe("the storage.conf of the system", () => {
  /** Makes only this file exist at its place. @returns the paths at which the storage is searched */
  function searched(
    around: { readonly env: Record<string, string>; readonly uid: number },
    text: string,
  ): string[] {
    const real = fs.readFileSync;
    const paths: string[] = [];
    const reads = vi.spyOn(fs, "readFileSync").mockImplementation(((path: string, ...rest: []) => {
      if (path === "/etc/containers/storage.conf") return text;
      if (path === "/usr/share/containers/storage.conf") throw Object.assign(new Error("none"), MISSING);
      return real(path, ...rest);
    }) as typeof real);
    const stats = vi.spyOn(fs, "statSync").mockImplementation(((path: string) => {
      paths.push(path);
      throw Object.assign(new Error("none"), MISSING);
    }) as typeof fs.statSync);
    updateImports(() => {
      reads.mockRestore();
      stats.mockRestore();
    });
    expect(findStorage(around)).toBeNull();
    return paths;
  }
  const MISSING = { code: "ENOENT", syscall: "open" };
  const NAMED = '[storage]\ngraphroot = "/srv/images"\n';

  test("names the folder of root", () => {
    expect(searched({ env: {}, uid: 0 }, NAMED)).toContain("/srv/images/overlay-images/images.json");
  });

  test("does not name the folder of other users by its graphroot", () => {
    const paths = searched({ env: { HOME: "/home/me" }, uid: 1000 }, NAMED);
    expect(paths).toContain("/home/me/.local/share/containers/storage/overlay-images/images.json");
    expect(paths.join()).not.toContain("/srv/images");
  });

  test("without a folder, root's is /var/lib/containers/storage", () => {
    expect(searched({ env: { HOME: "/root" }, uid: 0 }, "")).toContain(
      "/var/lib/containers/storage/overlay-images/images.json",
    );
  });
});

describe("a name in Podman's storage", () => {
  const at = (id: string, ...names: string[]) => ({ id, names, topLayer: null, digests: ["sha256:d1"] });
  const images = [
    at("abc123", "localhost/app:latest", "quay.io/team/app:2"),
    at("abc456", "docker.io/library/nginx:latest"),
    at("def789", "docker.io/me/tool:1"),
    at("123123", "docker.io/library/both:latest"),
    at("456456", "localhost/both:latest", "localhost/def:latest"),
  ];

  test.each([
    ["app", "abc123"],
    ["app:latest", "abc123"],
    ["localhost/app", "abc123"],
    ["quay.io/team/app:2", "abc123"],
    ["nginx", "abc456"],
    ["docker.io/library/nginx", "abc456"],
    ["me/tool:1", "def789"],
    ["abc4", "abc456"],
    ["sha256:def789", "def789"],
    ["def", "456456"],
    ["both", "456456"],
    ["def7", "def789"],
    ["de", null],
    ["quay.io/team/app@sha256:d1", "abc123"],
    ["abc", null],
    ["ab", null],
    ["app:2", null],
    ["quay.io/team/app@sha256:d2", null],
  ])("%s finds the image %s", (name, id) => {
    expect(findImage(images, name)?.id ?? null).toBe(id);
  });

  test("that is unknown is an error with the nearest name", async () => {
    const { env } = await stored();
    expect((await layerx(["history", "podman:apq:1"], { env })).stderr).toContain(
      "the nearest name there is app:1",
    );
  });
});

test("the CRC-64 has the same value as Go's crc64.ISO", () => {
  const crc = new Crc64();
  crc.update(Buffer.from("1234"));
  crc.update(Buffer.from("56789"));
  expect(crc.digest().toString("hex")).toBe("b90956c775a41001");
});
