import { join, resolve } from "node:path";
import { fail } from "../../errors.js";
import {
  DEFAULT_SETTINGS,
  type Settings,
  type StartSort,
  type StartView,
  THEMES,
  type ThemeName,
} from "../../explorer/settings.js";
import { isAsciiLocale } from "../../text/ascii.js";
import { escapeText } from "../../text/escape.js";
import { readsAs } from "../arguments/switches.js";
import type { World } from "../command-context.js";
import type { Config, ConfigSource } from "./settings-file.js";
import { readTextFile } from "./text-file.js";

/** The explorer's options on the command line; `undefined` if not given. */
export interface SettingFlags {
  readonly theme: ThemeName | undefined;
  readonly "no-mouse": boolean | undefined;
  readonly ascii: boolean | undefined;
  readonly sort?: StartSort | undefined;
  readonly show?: StartView | undefined;
}

/**
 * Returns the explorer's settings. Options of the command line replace the variables `LAYERX_THEME`,
 * `LAYERX_MOUSE` and `LAYERX_ASCII`, which replace the configuration, which replaces the defaults. The
 * configuration is the file that `LAYERX_CONFIG` names, else `layerx/config.yaml` in `XDG_CONFIG_HOME` or
 * `~/.config`, if it exists.
 * @throws LayerxError `no-config-file`, `bad-config`, `bad-variable`.
 */
export async function settingsOf(
  flags: SettingFlags,
  { env, cwd }: Pick<World, "env" | "cwd">,
): Promise<Settings> {
  const config = await readConfig({ env, cwd });
  const keys = config?.keys ?? null;
  const theme = flags.theme ?? themeVariable(env);
  const { "no-mouse": noMouse, ascii, sort, show } = flags;
  const settings = { ...DEFAULT_SETTINGS, ascii: isAsciiLocale(env), ...config?.settings };
  const { start } = settings;
  return {
    ...settings,
    // Loaded late: the table of keys is a part of the explorer.
    keys: keys === null ? settings.keys : (await import("./key-settings.js")).parseKeys(keys),
    theme: theme === null ? settings.theme : { base: theme, roles: settings.theme.roles },
    mouse: noMouse === undefined ? (switchVariable(env, "LAYERX_MOUSE") ?? settings.mouse) : !noMouse,
    ascii: ascii ?? switchVariable(env, "LAYERX_ASCII") ?? settings.ascii,
    start: { ...start, sort: sort ?? start.sort, show: show ?? start.show },
  };
}

/**
 * Returns the globs of `diff: exclude` in the configuration. The setting `keys` is not checked.
 * @throws LayerxError `no-config-file`, `bad-config`.
 */
export async function excludedByConfig(world: Pick<World, "env" | "cwd">): Promise<readonly string[]> {
  return (await readConfig(world))?.settings.exclude ?? [];
}

async function readConfig({ env, cwd }: Pick<World, "env" | "cwd">): Promise<Config | null> {
  const source = await findConfig(env, cwd);
  // Loaded late: most users have no configuration, and the YAML parser takes longer than the first frame.
  return source === null ? null : (await import("./settings-file.js")).parseSettings(source);
}

function themeVariable(env: World["env"]): ThemeName | null {
  const value = env.LAYERX_THEME;
  if (value === undefined || value === "") return null;
  const theme = THEMES.find((name) => name === value);
  return theme ?? badVariable("LAYERX_THEME", value, THEMES.join(", "));
}

function switchVariable(env: World["env"], name: "LAYERX_MOUSE" | "LAYERX_ASCII"): boolean | null {
  const value = env[name];
  if (value === undefined || value === "") return null;
  return readsAs(value) ?? badVariable(name, value, "1 or 0, true or false");
}

function badVariable(name: string, value: string, wanted: string): never {
  return fail("bad-variable", { name, value: escapeText(value), wanted });
}

async function findConfig(env: World["env"], cwd: string): Promise<ConfigSource | null> {
  const named = env.LAYERX_CONFIG;
  const isNamed = named !== undefined && named !== "";
  const path = isNamed ? named : defaultPath(env);
  if (path === null) return null;
  const read = await readTextFile(resolve(cwd, path));
  if (read.text !== null) return { path, text: read.text };
  if (read.missing && !isNamed) return null;
  return fail("no-config-file", { path: escapeText(path), reason: read.reason });
}

/**
 * Returns the default path; `null` if it is not set. A relative path in `XDG_CONFIG_HOME` is invalid. Source:
 * the XDG Base Directory Specification.
 */
function defaultPath({ XDG_CONFIG_HOME: folder, HOME: home }: World["env"]): string | null {
  if (folder?.startsWith("/")) return join(folder, "layerx", "config.yaml");
  return home === undefined || home === "" ? null : join(home, ".config", "layerx", "config.yaml");
}
