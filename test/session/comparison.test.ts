import { beforeAll, describe, expect, test, vi } from "vitest";
import { image } from "../support/fixture.js";
import { file, symlink } from "../support/layer-spec.js";
import { packings } from "../support/packings.js";
import { podmanStorage } from "../support/podman-storage.js";
import { save } from "../support/save.js";
import { sharedTempDir, tempDir } from "../support/temp.js";
import { KEYS, layerx, type Terminal } from "./terminal.js";

vi.setConfig({ testTimeout: 30_000 });

const SMALL = { columns: 80, rows: 24 };
const WIDE = { columns: 120, rows: 36 };

const folder = sharedTempDir();
const paths = { old: "", new: "" };

beforeAll(async () => {
  const base = { "etc/hosts": "one\ntwo\n", "bin/sh": "shell" };
  const history = [{ created_by: "ADD rootfs /" }, { created_by: "COPY app /app" }];
  const old = await image(
    [base, { "app/main.py": "import os\nprint(1)\n", "app/run": file("run", { mode: 0o644 }) }],
    {
      references: ["app:1"],
      history,
      config: { Env: ["MODE=old"] },
    },
  );
  const changed = {
    "app/main.py": "import os\nprint(2)\n",
    "app/run": file("run", { mode: 0o755 }),
    "app/model": "x".repeat(5000),
    "app/evil\x1b[2J": "x",
    "app/link": symlink("main.py"),
  };
  const now = await image([base, changed], { references: ["app:2"], history, config: { Env: ["MODE=new"] } });
  paths.old = await save(packings.dockerSave25, [old], folder, { name: "old.tar" });
  paths.new = await save(packings.dockerSave25, [now], folder, { name: "new.tar" });
});

async function opened(size = WIDE): Promise<Terminal> {
  const terminal = layerx(["diff", paths.old, paths.new, "--ui"], size);
  await terminal.see("quit");
  return terminal;
}

async function left(terminal: Terminal): Promise<number | null> {
  await terminal.see(() => !terminal.alternate && terminal.cursorShown);
  return (await terminal.exited()).code;
}

describe("diff --ui", () => {
  test("diff --ui shows names, sizes, layers, changed files and the reasons", async () => {
    const terminal = await opened();
    expect(terminal.lines[0]).toMatch(
      /^ app:1 → app:2 {3}\S+ → \S+ {3}\+5kB \(.*\) {3}1 setting {3}push 1 layer, /,
    );
    await terminal.see(/│ = {2}0 +13B ADD rootfs \/ +│/);
    await terminal.see(/│ ~ {2}1 +\+5kB COPY app \/app +│/);
    await terminal.see(/│ +5kB +\+5kB \+ +model +│/);
    await terminal.see(/m +run {2}mode 0644 → 0755 +│/);
    await terminal.see("evil\\x1b[2J");
    await terminal.see(/├ Why ─ \+5kB ─ \d places ─ 1 setting ─/);
  });

  test("⏎ on a changed file shows its changed lines, and v shows the new file", async () => {
    const terminal = await opened(SMALL);
    await terminal.press("/main.py", "1 path");
    await terminal.press(KEYS.enter, "a all files");
    await terminal.press("G", /~ +main\.py/);
    await terminal.press(KEYS.enter, "╭ /app/main.py ─ old layer 1 → new layer 1 ─ +1 −1");
    await terminal.see(/2 +− print\(1\)/);
    await terminal.see(/2 \+ print\(2\)/);
    await terminal.press("v", "╭ /app/main.py ─ line 1 of 2 ─");
    await terminal.press("d", "old layer 1 → new layer 1");
  });

  test("⏎ on a reason opens the changed settings or the changed files", async () => {
    const terminal = await opened(SMALL);
    await terminal.press("w", "╭ Why ─ +5kB");
    await terminal.press("G", "├ A setting ─");
    await terminal.see(/env {2}− MODE=old/);
    await terminal.press(KEYS.enter, "╭ Comparison ─ app:1 → app:2");
    await terminal.press(KEYS.escape, "╭ Why");
    await terminal.press(`g${KEYS.enter}`, "╭ Files ─ changes from old to new");
  });

  test("q quits diff --ui and restores the terminal", async () => {
    const terminal = await opened();
    terminal.write("q");
    expect(await left(terminal)).toBe(0);
  });

  test("diff --ui of an image with itself shows that there is no difference", async () => {
    const terminal = layerx(["diff", paths.old, paths.old, "--ui"], SMALL);
    await terminal.see("no difference: files and settings are the same");
    expect(terminal.lines[0]).toContain("no difference");
  });

  test("diff --ui of a missing image restores the terminal and shows the error", async () => {
    const terminal = layerx(["diff", paths.old, `${paths.new}.not`, "--ui"], WIDE);
    expect(await left(terminal)).toBe(2);
    expect(terminal.text).toContain("there is no such file or folder");
  });
});

describe("d in the explorer of an image", () => {
  const promptOpened = async () => {
    const terminal = layerx(["inspect", paths.new], WIDE);
    await terminal.see("quit");
    await terminal.press("jd", "compare with the older image");
    return terminal;
  };

  test("d compares with an older image, and q returns to the selected layer", async () => {
    const terminal = await promptOpened();
    await terminal.press(`${paths.old}${KEYS.enter}`, "app:1 → app:2");
    await terminal.press("d", "two images are compared already");
    await terminal.press("q", "changes of layer 1");
    terminal.write("q");
    expect(await left(terminal)).toBe(0);
  });

  test("Tab completes the names of local images, also behind a scheme and after a slash", async () => {
    const storage = tempDir();
    const built = await image([{ a: "one" }]);
    const { conf } = podmanStorage(storage, built, { driver: "overlay", names: ["localhost/team/tool:1"] });
    const env = { CONTAINERS_STORAGE_CONF: conf, XDG_RUNTIME_DIR: storage };
    const terminal = layerx(["inspect", paths.new], { ...WIDE, env });
    await terminal.see("quit");
    await terminal.press("d", "compare with the older image");
    await terminal.press("tea\t", "older image team/tool:1");
    await terminal.press(KEYS.escape, "quit");
    await terminal.press("d", "compare with the older image");
    await terminal.press("podman:team/t\t", "older image podman:team/tool:1");
    await terminal.press(KEYS.enter, "team/tool:1 → app:2");
  });

  test("d shows why an image cannot be opened, and the explorer continues", async () => {
    const terminal = await promptOpened();
    await terminal.press(`${paths.old}.not${KEYS.enter}`, "there is no such file or folder");
    await terminal.see("next:  check the path");
    await terminal.press(" ", "changes of layer 1");
    await terminal.press("k", "changes of layer 0");
  });

  test("ctrl-c quits the comparison and the explorer", async () => {
    const terminal = await promptOpened();
    await terminal.press(`${paths.old}${KEYS.enter}`, "app:1 → app:2");
    terminal.write(KEYS.ctrlC);
    expect(await left(terminal)).toBe(0);
  });
});
