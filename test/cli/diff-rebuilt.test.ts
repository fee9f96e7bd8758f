import { beforeAll, expect, test } from "vitest";
import { image } from "../support/fixture.js";
import { file, symlink } from "../support/layer-spec.js";
import { packings } from "../support/packings.js";
import { layerx } from "../support/run.js";
import { save } from "../support/save.js";
import { sharedTempDir } from "../support/temp.js";

const cwd = sharedTempDir();
const INSTALL = "apt-get update && apt-get install -y --no-install-recommends python3 python3-pip gcc";

/** An image with this time in each of its files. */
async function built(mtime: number, packages: string, libs: Readonly<Record<string, string>>) {
  const at = (content: string) => file(content, { mtime });
  const steps = [
    { created_by: "ADD rootfs /", files: { "bin/sh": at("shell") } },
    { created_by: "COPY busybox /bin # buildkit", files: { "bin/busybox": at("box") } },
    {
      created_by: `RUN /bin/sh -c ${INSTALL}${packages} # buildkit`,
      files: Object.fromEntries(Object.entries(libs).map(([path, content]) => [path, at(content)])),
    },
    { created_by: "COPY app /app # buildkit", files: { "app/run": at("run") } },
    { created_by: "RUN /bin/sh -c date > /etc/date # buildkit", files: { "etc/date": at(String(mtime)) } },
    { created_by: "COPY docs /docs # buildkit", files: { "docs/read": at("me") } },
  ];
  return image(
    steps.map(({ files }) => files),
    { references: [`app:${mtime}`], history: steps.map(({ created_by }) => ({ created_by })) },
  );
}

beforeAll(async () => {
  const old = await built(1000, " git", { "usr/bin/git": "git", "usr/bin/python3": "py" });
  const now = await built(2000, "", { "usr/bin/python3": "py" });
  await save(packings.kaniko, [old], cwd, { name: "old.tar" });
  await save(packings.kaniko, [now], cwd, { name: "new.tar" });
  const types = (lib: object) => image([{ "usr/lib/x": "x", ...lib }], { references: ["types"] });
  await save(packings.kaniko, [await types({ lib: symlink("usr/lib"), opt: "file" })], cwd, {
    name: "link.tar",
  });
  const folders = await types({ "lib/one": "1", "lib/two": "2", "opt/three": "3" });
  await save(packings.kaniko, [folders], cwd, { name: "folder.tar" });
});

const parts = async (...args: string[]) => (await layerx(["diff", ...args], { cwd })).stdout.split("\n\n");

test("layers with the same files are listed as built again, and a changed instruction shows its difference", async () => {
  const [, layers] = await parts("old.tar", "new.tar");
  expect(layers?.split("\n")).toEqual([
    "Layers",
    "  ~ 0-1  8B  2 layers built again: the same files",
    "  -   2  5B  RUN … -y --no-install-recommends python3 python3-pip gcc git",
    "  +   2  2B  RUN … -y --no-install-recommends python3 python3-pip gcc",
    "  ~   3  3B  1 layer built again: the same files",
    "  ~   4  4B  RUN date > /etc/date",
    "  ~   5  2B  1 layer built again: the same files",
  ]);
});

test("a path with another type shows how many files below are new or removed", async () => {
  const [, , files] = await parts("link.tar", "folder.tar");
  expect(files?.trimEnd().split("\n")).toEqual([
    "Files",
    "  ~       -3B  /opt/  file → folder, mode 0644 → 0755, 1 file below is new",
    "  ~       +2B  /lib/  symlink to usr/lib → folder, mode 0777 → 0755, 2 files below are new",
  ]);
  const [, , back] = await parts("folder.tar", "link.tar");
  expect(back?.trimEnd().split("\n")).toEqual([
    "Files",
    "  ~       +3B  /opt  folder → file, mode 0755 → 0644, 1 file below is gone",
    "  ~       -2B  /lib -> usr/lib  folder → symlink to usr/lib, mode 0755 → 0777, 2 files below are gone",
  ]);
});

test("a removed symlink does not count as a file below the folder that it replaced", async () => {
  const old = await image([{ "opt/three": "3", kept: "" }, { opt: symlink("kept") }]);
  await save(packings.kaniko, [old], cwd, { name: "replaced.tar" });
  await save(packings.kaniko, [await image([{ kept: "" }])], cwd, { name: "kept.tar" });
  const [, , files] = await parts("replaced.tar", "kept.tar");
  expect(files?.trimEnd().split("\n")).toEqual(["Files", "  -            /opt -> kept"]);
});
