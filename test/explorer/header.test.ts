import { stripVTControlCharacters } from "node:util";
import { expect, test } from "vitest";
import { styledText } from "../../src/explorer/drawing/row.js";
import { header } from "../../src/explorer/header.js";
import { members, type StartOptions, start } from "./start.js";

const LOOK = { colour: true };

async function drawn(columns: number, image: StartOptions["image"] = {}): Promise<string> {
  const state = await start([members("a: 12345"), members("a: 1", ".wh.b")], { columns, image });
  return stripVTControlCharacters(styledText(header(state, LOOK), columns, LOOK)).trimEnd();
}

test("a narrow header leaves out the platform first, then warnings, efficiency and wasted bytes", async () => {
  const warnings = [{ code: "odd", message: "it is odd" }];
  const widths = [100, 75, 70, 58, 45, 38, 20];
  expect(await Promise.all(widths.map((columns) => drawn(columns, { warnings })))).toEqual([
    " test:1   6B in 2 layers   efficiency 16.67%   wasted 5B   1 warning (!)   linux/amd64",
    " test:1   6B in 2 layers   efficiency 16.67%   wasted 5B   1 warning (!)",
    " test:1   6B   efficiency 16.67%   wasted 5B   1 warning (!)",
    " test:1   6B in 2 layers   efficiency 16.67%   wasted 5B",
    " test:1   6B   efficiency 16.67%   wasted 5B",
    " test:1   6B   wasted 5B",
    " test:1   6B",
  ]);
});

test("the header shows the open platform and the number of platforms, and leaves out efficiency first", async () => {
  const platform = { os: "linux", architecture: "arm64", variant: null };
  const choice = (digest: string) => ({
    ...{ references: [], id: digest, digest, platforms: [platform], osVersion: null, storedBytes: null },
    ...{ problem: null, wish: { image: digest } },
  });
  const image = { platform, digest: "b", platforms: ["a", "b", "c"].map(choice) };
  expect(await Promise.all([100, 62, 45].map((columns) => drawn(columns, image)))).toEqual([
    " test:1   6B in 2 layers   efficiency 16.67%   wasted 5B   linux/arm64, 2 of 3 (P)",
    " test:1   6B   wasted 5B   linux/arm64, 2 of 3 (P)",
    " test:1   6B   efficiency 16.67%   wasted 5B",
  ]);
});

test("a long name is cut at its start, so that the sizes have room", async () => {
  const references = ["registry.example.com/a-team/with/many/folders/app:1.2.3"];
  expect(await drawn(80, { references })).toBe(
    " …gistry.example.com/a-team/with/many/folders/app:1.2.3   6B   wasted 5B",
  );
  expect(await drawn(40, { references })).toBe(" …ers/app:1.2.3   6B   wasted 5B");
});

test("an image without a name is shown with its file name, or as standard input", async () => {
  expect(await drawn(40, { references: [], source: "a\x1b.tar" })).toBe(" a\\x1b.tar   6B   wasted 5B");
  expect(await drawn(60, { references: [], source: "-" })).toBe(
    " standard input   6B   efficiency 16.67%   wasted 5B",
  );
});
