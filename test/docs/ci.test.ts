import { existsSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { pipeline } from "../support/pipeline.js";
import { tempDir } from "../support/temp.js";

const PAGE = new URL("../../docs/ci.md", import.meta.url);
const page = readFileSync(PAGE, "utf8");
const blocks = [...page.matchAll(/^```(\w+) ?(.*)\n([\s\S]*?)^```$/gm)].map(([, kind, about, text]) => ({
  kind,
  about,
  text,
}));
const of = (wanted: string) => blocks.filter(({ kind }) => kind === wanted);

test("the code blocks of docs/ci.md have only the languages console, groovy, sh and yaml", () => {
  expect([...new Set(blocks.map(({ kind }) => kind))].toSorted()).toEqual([
    "console",
    "groovy",
    "sh",
    "yaml",
  ]);
});

const named = blocks.filter(({ kind }) => kind === "yaml" || kind === "groovy");

test.each(named.filter(({ about }) => about.includes("/")))(
  "docs/ci.md shows the file $about unchanged",
  ({ about, text }) => {
    expect(existsSync(about)).toBe(true);
    expect(text).toBe(readFileSync(about, "utf8"));
  },
);

describe("layerx ci reads the rules file of docs/ci.md:", () => {
  test.each(named.filter(({ about }) => !about.includes("/")))("$about", async ({ about, text }) => {
    const work = pipeline({ folder: tempDir(), image: "lean" });
    work.write(about, text);
    const { code, stdout, stderr } = await work.run("docker save app | layerx ci -");
    const said = stdout.split("\n").find((line) => line.startsWith("  rules file: "));
    expect({ code, stderr, said }).toEqual({ code: 0, stderr: "", said: `  rules file: ${about}` });
  });
});

test("each link of docs/ci.md leads to an existing heading or file", () => {
  const anchors = [...page.matchAll(/^#+ (.*)$/gm)].map(([, title]) =>
    title.toLowerCase().replaceAll(" ", "-"),
  );
  const targets = [...page.matchAll(/\]\(([^)]+)\)/g)].map(([, target]) => target);
  const known = (target: string) =>
    target.startsWith("#") ? anchors.includes(target.slice(1)) : existsSync(new URL(target, PAGE));
  expect(targets.filter((target) => !known(target))).toEqual([]);
  expect(targets.length).toBeGreaterThan(5);
});

test.each(of("sh"))("a script of docs/ci.md runs without an error: $text", async ({ text }) => {
  const work = pipeline({ folder: tempDir(), image: "lean" });
  await work.run("docker save --output image.tar app");
  const { code, stderr } = await work.run(text);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
});
