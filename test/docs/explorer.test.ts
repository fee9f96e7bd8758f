import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { settingsOf } from "../../src/cli/settings/explorer-settings.js";
import { START_NAMES } from "../../src/cli/settings/start-settings.js";
import { NAMED_KEYS } from "../../src/explorer/keys/key-names.js";
import { ROLES } from "../../src/explorer/settings.js";
import { tempDir } from "../support/temp.js";

test("the example settings in docs/explorer.md are valid", async () => {
  const yaml = /^```yaml\n([\s\S]*?)^```$/m.exec(readFileSync("docs/explorer.md", "utf8"))?.[1] ?? "";
  const folder = await tempDir();
  mkdirSync(`${folder}/layerx`);
  writeFileSync(`${folder}/layerx/config.yaml`, yaml);
  const flags = { theme: undefined, "no-mouse": undefined, ascii: undefined };
  const { theme, keys, mouse, start } = await settingsOf(flags, {
    env: { XDG_CONFIG_HOME: folder },
    cwd: "/",
  });
  expect([theme.base, [...theme.roles.keys()], [...keys], mouse]).toEqual([
    "dark",
    ["accent", "removed"],
    [
      ["move-down", ["down", "j", "ctrl-n"]],
      ["quit", ["q", "ctrl-q"]],
    ],
    true,
  ]);
  expect(start).toMatchObject({
    sort: "size",
    hide: ["unchanged"],
    depth: 2,
    leftWidth: { percent: 35 },
  });
});

test("docs/explorer.md names every theme role, every start setting and every named key", () => {
  const page = readFileSync("docs/explorer.md", "utf8");
  const words = new Set([...page.matchAll(/`([a-z-]+)`/g)].map(([, word]) => word));
  const named = NAMED_KEYS.filter((key) => !key.startsWith("ctrl-"));
  expect([...ROLES, ...START_NAMES, ...named].filter((word) => !words.has(word))).toEqual([]);
});
