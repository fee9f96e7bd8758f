import { type ImageConfig, nameAndValue } from "../../image/config/config.js";
import { writtenHealthcheck } from "../../image/dockerfile/config-instructions.js";
import type { Image } from "../../image/image.js";
import { platformName } from "../../image/platform.js";
import { escapeText, type Printable } from "../../text/escape.js";

/** One difference between the configs of two images. Texts as stored. */
export interface ConfigDifference {
  readonly field: ConfigField;
  /** The name of the variable, label, port or volume; `null` for a setting that a config has once. */
  readonly key: string | null;
  /** The value in each image; `null` if it is not set. */
  readonly a: ConfigValue;
  readonly b: ConfigValue;
}

export type ConfigValue = string | readonly string[] | null;

type ConfigField =
  | "platform"
  | "user"
  | "workingDir"
  | "entrypoint"
  | "cmd"
  | "env"
  | "exposedPorts"
  | "volumes"
  | "labels"
  | "stopSignal"
  | "healthcheck"
  | "shell"
  | "onBuild";

/**
 * Returns the differences between the configs of two images that affect how they run. The author, the time of
 * creation, and the order of variables, labels, ports and volumes are ignored.
 */
export function configDifferences(a: Image, b: Image): ConfigDifference[] {
  const once = (field: ConfigField, of: (image: Image) => ConfigValue): ConfigDifference[] =>
    differing(field, new Map([[null, of(a)]]), new Map([[null, of(b)]]));
  const many = (field: ConfigField, of: (config: ImageConfig) => ReadonlyMap<string, ConfigValue>) =>
    differing(field, of(a.config), of(b.config));
  return [
    ...once("platform", ({ platform }) => platformName(platform)),
    ...once("entrypoint", ({ config }) => config.entrypoint),
    ...once("cmd", ({ config }) => config.cmd),
    ...once("user", ({ config }) => filled(config.user)),
    ...once("workingDir", ({ config }) => filled(config.workingDir)),
    ...many("env", ({ env }) => new Map(env.map(nameAndValue))),
    ...many("labels", ({ labels }) => labels),
    ...many("exposedPorts", ({ exposedPorts }) => setOf(exposedPorts)),
    ...many("volumes", ({ volumes }) => setOf(volumes)),
    ...once("stopSignal", ({ config }) => filled(config.stopSignal)),
    ...once("healthcheck", ({ config: { healthcheck } }) =>
      healthcheck === null ? null : writtenHealthcheck(healthcheck),
    ),
    ...once("shell", ({ config }) => config.shell),
    ...once("onBuild", ({ config }) => (config.onBuild.length === 0 ? null : config.onBuild)),
  ];
}

function differing<Key extends string | null>(
  field: ConfigField,
  a: ReadonlyMap<Key, ConfigValue>,
  b: ReadonlyMap<Key, ConfigValue>,
): ConfigDifference[] {
  const keys = [...new Set([...a.keys(), ...b.keys()])].sort();
  return keys.flatMap((key) => {
    const [before, after] = [a.get(key) ?? null, b.get(key) ?? null];
    return JSON.stringify(before) === JSON.stringify(after) ? [] : [{ field, key, a: before, b: after }];
  });
}

function filled(value: string | null): string | null {
  return value === "" ? null : value;
}

function setOf(names: readonly string[]): ReadonlyMap<string, string> {
  return new Map(names.map((name) => [name, name]));
}

/** The names of settings for people. */
export const SETTING_NAMES = {
  platform: "platform",
  user: "user",
  workingDir: "workdir",
  entrypoint: "entrypoint",
  cmd: "cmd",
  env: "env",
  exposedPorts: "port",
  volumes: "volume",
  labels: "label",
  stopSignal: "stop signal",
  healthcheck: "healthcheck",
  shell: "shell",
  onBuild: "onbuild",
} as const satisfies Record<ConfigField, string>;

/** Returns a setting in the notation of a Dockerfile or config: `PATH=/bin`, `80/tcp`, `["sh","-c"]`. */
export function settingText(key: string | null, value: ConfigValue): Printable {
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return escapeText(key === null || key === text ? text : `${key}=${text}`);
}
