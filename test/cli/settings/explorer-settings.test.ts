import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { excludedByConfig, settingsOf } from "../../../src/cli/settings/explorer-settings.js";
import { DEFAULT_SETTINGS } from "../../../src/explorer/settings.js";
import { tempDir } from "../../support/temp.js";

type Flags = Parameters<typeof settingsOf>[0];
const NO_FLAGS: Flags = { theme: undefined, "no-mouse": undefined, ascii: undefined };

/** Creates a folder with a settings file. @returns the folder, for `XDG_CONFIG_HOME`. */
async function folderWith(text: string, ...path: readonly string[]): Promise<string> {
  const folder = await tempDir();
  mkdirSync(join(folder, ...path, "layerx"), { recursive: true });
  writeFileSync(join(folder, ...path, "layerx", "config.yaml"), text);
  return folder;
}

const settings = (env: Record<string, string>, flags: Partial<Flags> = {}) =>
  settingsOf({ ...NO_FLAGS, ...flags }, { env, cwd: "/" });

test("without options, variables and a settings file, the defaults are used", async () => {
  expect(await settings({ HOME: await tempDir() })).toEqual(DEFAULT_SETTINGS);
  expect(await settings({})).toEqual(DEFAULT_SETTINGS);
});

test("options replace variables, and variables replace the settings file", async () => {
  const XDG_CONFIG_HOME = await folderWith("theme: light\nmouse: false\nascii: true");
  const three = async (env: Record<string, string>, flags?: Partial<Flags>) => {
    const { theme, mouse, ascii } = await settings({ XDG_CONFIG_HOME, ...env }, flags);
    return [theme.base, mouse, ascii];
  };
  const variables = { LAYERX_THEME: "dark", LAYERX_MOUSE: "1", LAYERX_ASCII: "0" };
  const flags = { theme: "high-contrast", "no-mouse": true, ascii: true } as const;
  expect(await three({})).toEqual(["light", false, true]);
  expect(await three(variables)).toEqual(["dark", true, false]);
  expect(await three(variables, flags)).toEqual(["high-contrast", false, true]);
  expect(await three({ LAYERX_THEME: "", LAYERX_MOUSE: "" })).toEqual(["light", false, true]);
});

test("--sort and --show replace only their own settings of the file", async () => {
  const XDG_CONFIG_HOME = await folderWith("start: {sort: size, show: all, flat: true}");
  expect((await settings({ XDG_CONFIG_HOME }, { sort: "change" })).start).toMatchObject({
    sort: "change",
    show: "all",
    flat: true,
  });
  expect((await settings({}, { show: "all" })).start).toMatchObject({ show: "all" });
});

test("--theme keeps the role colours of the settings file", async () => {
  const XDG_CONFIG_HOME = await folderWith("theme: {base: light, added: 4}");
  const { theme } = await settings({ XDG_CONFIG_HOME }, { theme: "dark" });
  expect(theme).toEqual({ base: "dark", roles: new Map([["added", { palette: 4 }]]) });
});

test("the settings file is below .config if XDG_CONFIG_HOME is not valid", async () => {
  const HOME = await folderWith("mouse: false", ".config");
  expect((await settings({ HOME })).mouse).toBe(false);
  expect((await settings({ HOME, XDG_CONFIG_HOME: "relative" })).mouse).toBe(false);
  expect((await settings({ HOME, XDG_CONFIG_HOME: await tempDir() })).mouse).toBe(true);
});

test("LAYERX_CONFIG names another settings file, which must exist", async () => {
  const folder = await folderWith("mouse: false");
  const env = { LAYERX_CONFIG: "layerx/config.yaml" };
  expect((await settingsOf(NO_FLAGS, { env, cwd: folder })).mouse).toBe(false);
  await expect(settings({ LAYERX_CONFIG: "/not/there.yaml" })).rejects.toMatchObject({
    code: "no-config-file",
    what: "cannot read the configuration of /not/there.yaml",
    why: "there is no such file",
  });
});

test("an invalid value of a variable is an error", async () => {
  await expect(settings({ LAYERX_MOUSE: "maybe" })).rejects.toMatchObject({
    code: "bad-variable",
    what: "bad value for the variable LAYERX_MOUSE: maybe",
    why: "it takes 1 or 0, true or false",
  });
  await expect(settings({ LAYERX_THEME: "drak" })).rejects.toMatchObject({
    why: "it takes auto, light, dark, high-contrast",
  });
});

test("a locale without UTF-8 sets ASCII, unless a variable or an option is set", async () => {
  expect((await settings({ LC_ALL: "C" })).ascii).toBe(true);
  expect((await settings({ LC_ALL: "C", LAYERX_ASCII: "false" })).ascii).toBe(false);
  expect((await settings({ LC_ALL: "C" }, { ascii: false })).ascii).toBe(false);
});

test("a wrong name of a key is an error for the explorer, and not for the paths that diff excludes", async () => {
  const env = { XDG_CONFIG_HOME: await folderWith("keys: {move-dwn: j}\ndiff: {exclude: '*.pyc'}") };
  await expect(settings(env)).rejects.toMatchObject({ code: "bad-config", why: "move-dwn is not an action" });
  expect(await excludedByConfig({ env, cwd: "/" })).toEqual(["*.pyc"]);
});
