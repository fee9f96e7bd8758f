import { execFileSync } from "node:child_process";
import { rmSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test, vi } from "vitest";
import { image } from "../support/fixture.js";
import { packings } from "../support/packings.js";
import { save } from "../support/save.js";
import { tempDir } from "../support/temp.js";
import { KEYS, layerx, open, type Terminal } from "./terminal.js";

vi.setConfig({ testTimeout: 30_000 });

const FLASK = fileURLToPath(new URL("../../samples/flask.tar", import.meta.url));
const PROGRAM = fileURLToPath(new URL("../../bin/layerx.js", import.meta.url));
const SMALL = { columns: 80, rows: 24 };

async function opened(file: string): Promise<Terminal> {
  const terminal = layerx(["inspect", file], SMALL);
  await terminal.see("quit");
  return terminal;
}

describe("pages", () => {
  test("d shows the Dockerfile, c shows the command, and y copies the text", async () => {
    const terminal = await opened(FLASK);
    const copied = () => {
      const texts = [...terminal.output.matchAll(/\x1b\]52;c;([A-Za-z0-9+/=]+)\x07/g)];
      return texts.map(([, text]) => Buffer.from(text, "base64").toString());
    };
    await terminal.press("i", "╭ Image ─ flask:latest ─");
    await terminal.press("d", "╭ Dockerfile ─ flask:latest ─");
    await terminal.see(/ RUN apt-get update && \\ +│\n│ +apt-get install -y python3 python3-pip +│/);
    await terminal.press("y", "copied the Dockerfile");
    await terminal.press(KEYS.escape, "╭ Image ─ flask:latest ─");
    await terminal.press("c", "╭ Command ─ flask:latest ─");
    await terminal.see(/CMD {10}nothing +│\n│ {16}cleared by instruction 6 of 6: ENTRYPOINT/);
    await terminal.press("y", "copied the command line");
    expect(copied()).toEqual([
      execFileSync(process.execPath, [PROGRAM, "dockerfile", FLASK], { encoding: "utf8" }),
      "/bin/sh -c 'FLASK_APP=/opt/source-code/app.py flask run'",
    ]);
  });
});

describe("an archive with several images", () => {
  async function archive(): Promise<string> {
    const named = (name: string) => image([{ [name]: "1" }], { references: [`${name}:1`] });
    return save(packings.dockerSave25, [await named("one"), await named("two")], tempDir());
  }

  test("an archive with several images shows a list and opens the selected image", async () => {
    const terminal = layerx(["inspect", await archive()], SMALL);
    await terminal.see("Which image?");
    await terminal.see(/│ ▸ one:1 .*linux\/amd64/);
    await terminal.press("j", /│ ▸ two:1 /);
    await terminal.press(KEYS.enter, /^ two:1 {3}1B in 1 layer /m);
    terminal.write("q");
    expect((await terminal.exited()).code).toBe(0);
  });

  test("an archive with several images on a pipe shows the same list", async () => {
    const terminal = open(
      "sh",
      ["-c", `cat "${await archive()}" | "${process.execPath}" "${PROGRAM}" -`],
      SMALL,
    );
    await terminal.see("standard input   contains 2 images");
    await terminal.press(`j${KEYS.enter}`, /^ two:1 {3}1B in 1 layer /m);
  });

  test.each([
    ["q", "q"],
    ["esc", KEYS.escape],
    ["ctrl-c", KEYS.ctrlC],
  ])("%s in the list of images restores the terminal and exits with 130", async (_, key) => {
    const terminal = layerx(["inspect", await archive()], SMALL);
    await terminal.see("Which image?");
    terminal.write(key);
    expect((await terminal.exited()).code).toBe(130);
    expect([terminal.alternate, terminal.cursorShown, terminal.text.trim()]).toEqual([false, true, ""]);
  });

  test("--image opens the named image without the list, and an unknown name is an error", async () => {
    const path = await archive();
    const right = layerx(["inspect", "--image", "two:1", path], SMALL);
    await right.see(/^ two:1 {3}/m);
    const wrong = layerx(["inspect", "--image", "three", path], SMALL);
    expect((await wrong.exited()).code).toBe(2);
    expect(wrong.text).toContain("contains no image three");
  });
});

test("P opens another platform of the image, and the old platform stays open if the archive was deleted", async () => {
  const built = await Promise.all(
    ["linux/amd64", "linux/s390x"].map((platform) =>
      image([{ [platform]: "1" }], { platform, references: ["app:1"] }),
    ),
  );
  const path = await save(packings.ociNested, built, tempDir());
  const terminal = layerx(["inspect", "--platform", "linux/amd64", path], SMALL);
  await terminal.see("linux/amd64, 1 of 2 (P)");
  await terminal.press("P", "Which platform?");
  await terminal.press(`j${KEYS.enter}`, "linux/s390x, 2 of 2 (P)");
  await terminal.press("P", "Which platform?");
  rmSync(path);
  await terminal.press(`k${KEYS.enter}`, /cannot/);
  await terminal.press("x", "linux/s390x, 2 of 2 (P)");
  terminal.write("q");
  expect((await terminal.exited()).code).toBe(0);
});
